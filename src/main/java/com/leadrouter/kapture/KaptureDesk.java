package com.leadrouter.kapture;

import static java.util.stream.Collectors.toUnmodifiableSet;

import com.leadrouter.kapture.KaptureTenants.Tenant;
import com.leadrouter.kapture.Looked.Gone;
import com.leadrouter.kapture.Looked.There;
import com.leadrouter.kapture.Looked.Unanswered;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.lead.Lead;
import com.leadrouter.platform.DataErrors;
import com.leadrouter.platform.WithoutMessages;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** {@link CustomerDesk} over the tables and the tenants. */
@Component
final class KaptureDesk implements CustomerDesk {

    private static final Logger log = LoggerFactory.getLogger(KaptureDesk.class);

    private final KaptureTenants tenants;
    private final KapturePulls pulls;
    private final Puller puller;
    private final CustomerSearch search;
    private final ToldCustomers told;
    private final Clock clock;

    KaptureDesk(
            KaptureTenants tenants,
            KapturePulls pulls,
            Puller puller,
            CustomerSearch search,
            ToldCustomers told,
            Clock clock) {
        this.tenants = tenants;
        this.pulls = pulls;
        this.puller = puller;
        this.search = search;
        this.told = told;
        this.clock = clock;
    }

    @Override
    public Set<DestinationName> destinations() {
        return tenants.all().stream().map(Tenant::name).collect(toUnmodifiableSet());
    }

    @Override
    public UUID requestPull(DestinationName destination, Instant from, Instant to, String requestedBy) {
        UUID id = pulls.request(tenant(destination).name(), from, to, requestedBy);
        puller.ring(destination);
        return id;
    }

    @Override
    public Optional<PullReport> pull(DestinationName destination, UUID pullId) {
        return pulls.report(tenant(destination).name(), pullId);
    }

    @Override
    public CustomerPage customers(DestinationName destination, @Nullable String q, @Nullable Long after, int limit) {
        return search.page(tenant(destination).name(), q, after, limit);
    }

    @Override
    public CustomerLook look(DestinationName destination, long customerId) {
        CustomerId id = new CustomerId(customerId);
        Instant asked = clock.instant();
        Looked looked = tenant(destination).pages().look(new Search.ById(id));
        // Merged into another customer: then the other is there.
        if (looked instanceof Gone
                || (looked instanceof There(var customer) && !customer.id().equals(id))) {
            told.gone(destination, id, asked);
        }
        return noted(destination, asked, looked);
    }

    @Override
    public CustomerLook look(DestinationName destination, Lead lead) {
        Instant asked = clock.instant();
        CustomerPages pages = tenant(destination).pages();
        Looked looked = KapturePhone.of(lead)
                .map(phone -> pages.look(new Search.ByPhone(phone)))
                .orElseGet(Gone::new);
        @Nullable String email = lead.contact().emailAddress();
        if (looked instanceof Gone && email != null) {
            looked = pages.look(new Search.ByEmail(email));
        }
        return noted(destination, asked, looked);
    }

    private CustomerLook noted(DestinationName destination, Instant asked, Looked looked) {
        return switch (looked) {
            case There(var customer) -> {
                note(destination, asked, customer);
                yield new CustomerLook.There(
                        customer.id().value(),
                        customer.name(),
                        customer.phone(),
                        customer.email(),
                        customer.phoneMasked(),
                        customer.emailMasked(),
                        customer.createdAt(),
                        customer.modifiedAt());
            }
            case Gone gone -> new CustomerLook.Gone();
            case Unanswered(var outcome) -> new CustomerLook.Unanswered(outcome);
        };
    }

    // What cannot be written is an answer all the same.
    private void note(DestinationName destination, Instant asked, RemoteCustomer customer) {
        try {
            told.note(destination, asked, customer);
        } catch (DataAccessException e) {
            if (!DataErrors.isDataError(e)) {
                throw e;
            }
            log.warn("cannot note customer {} of {}", customer.id(), destination, WithoutMessages.of(e));
        }
    }

    private Tenant tenant(DestinationName destination) {
        return tenants.find(destination)
                .orElseThrow(() -> new IllegalArgumentException("no customers at " + destination));
    }
}
