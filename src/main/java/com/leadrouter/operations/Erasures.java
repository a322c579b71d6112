package com.leadrouter.operations;

import com.leadrouter.delivery.Destinations;
import com.leadrouter.delivery.Outbox;
import com.leadrouter.lead.ErasableLeads;
import com.leadrouter.lead.Erasure;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.PersonHashes;
import com.leadrouter.platform.CallingOperator;
import com.leadrouter.platform.LongTransactions;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Forgets persons, everywhere in one transaction: what was asked for and what became of it stays, who it was goes. What was
 * erased before is not found again; asked once more, the receipt still says where it is.
 */
@Component
public final class Erasures {

    private static final Logger log = LoggerFactory.getLogger(Erasures.class);

    /** Some tables are read through, and a person may have handed in any number of leads. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Enough to know a person by who asks whether he was erased, if one has the key. */
    private static final int SHOWN_OF_HASH = 16;

    private final OperatorActions actions;
    private final ErasableLeads leads;
    private final Forgetters forgetters;
    private final PersonHashes hashes;
    private final LongTransactions transactions;
    private final Outbox outbox;
    private final Destinations destinations;

    Erasures(
            OperatorActions actions,
            ErasableLeads leads,
            Forgetters forgetters,
            PersonHashes hashes,
            DataSource dataSource,
            Outbox outbox,
            Destinations destinations) {
        this.actions = actions;
        this.leads = leads;
        this.forgetters = forgetters;
        this.hashes = hashes;
        this.transactions = new LongTransactions(dataSource, PATIENCE);
        this.outbox = outbox;
        this.destinations = destinations;
    }

    /** Forgets whose lead that is, as far as no other lead tells; empty where there is no such lead. */
    public Optional<ErasureReceipt> ofLead(LeadId lead, CallingOperator operator, @Nullable String reason) {
        return erased(transactions.execute(() -> leads.lead(lead)
                .map(erasure -> noted(
                        erasure, () -> forgetters.forgetLead(erasure, lead), lead.toString(), operator, reason))));
    }

    /** Forgets all leads and customers of the person with that e-mail address, whatever its letter case. */
    public ErasureReceipt ofEmail(String email, CallingOperator operator, @Nullable String reason) {
        String address = email.toLowerCase(Locale.ROOT);
        return ofPerson(() -> leads.ofEmail(address), hashes.ofEmail(address), operator, reason);
    }

    /** The number in E.164 that is meant; empty where it is none, or could be one of several. */
    public Optional<String> numberMeant(String text) {
        return leads.numberMeant(text);
    }

    /** Forgets all leads and customers of the person with that phone number, in E.164. */
    public ErasureReceipt ofPhone(String phone, CallingOperator operator, @Nullable String reason) {
        return ofPerson(() -> leads.ofPhone(phone), hashes.ofPhone(phone), operator, reason);
    }

    private interface Search {
        Erasure find();
    }

    private ErasureReceipt ofPerson(
            Search search, @Nullable String hash, CallingOperator operator, @Nullable String reason) {
        String target = "person " + Objects.requireNonNull(hash).substring(0, SHOWN_OF_HASH);
        return erased(transactions.execute(() -> {
                    Erasure erasure = search.find();
                    return Optional.of(noted(
                            erasure,
                            () -> forgetters.forgetPerson(erasure, Objects.requireNonNull(hash)),
                            target,
                            operator,
                            reason));
                }))
                .orElseThrow();
    }

    private ErasureReceipt noted(
            Erasure erasure,
            Supplier<ErasureReceipt> forget,
            String target,
            CallingOperator operator,
            @Nullable String reason) {
        return actions.doing(
                operator,
                OperatorAction.ERASE,
                target,
                reason == null ? null : withoutPerson(reason, erasure),
                forget,
                ErasureReceipt::count);
    }

    // Of whom no lead is left nobody can say which words are theirs.
    private static String withoutPerson(String reason, Erasure erasure) {
        return erasure.leads().isEmpty() ? "***" : erasure.words().mask(reason);
    }

    private Optional<ErasureReceipt> erased(Optional<ErasureReceipt> receipt) {
        receipt.filter(done -> done.count() > 0).ifPresent(done -> {
            log.info(
                    "erased {} leads and {} customers, cancelled {} deliveries",
                    done.leadsErased(),
                    done.customersErased(),
                    done.deliveriesCancelled());
            // Another lead of the person may have waited for one that was cancelled.
            outbox.ring(destinations.names());
        });
        return receipt;
    }
}
