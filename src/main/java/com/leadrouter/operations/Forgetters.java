package com.leadrouter.operations;

import com.leadrouter.delivery.Arrivals;
import com.leadrouter.lead.ErasableLeads;
import com.leadrouter.lead.Erasure;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.PersonalData;
import com.leadrouter.lead.Tally;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Everyone who keeps something of persons, and has to forget it. */
@Component
final class Forgetters {

    private final ObjectProvider<PersonalData> owners;
    private final ErasableLeads leads;
    private final Arrivals arrivals;

    Forgetters(ObjectProvider<PersonalData> owners, ErasableLeads leads, Arrivals arrivals) {
        this.owners = owners;
        this.leads = leads;
        this.arrivals = arrivals;
    }

    /** Has all forget one lead, in the transaction of the caller; asked again, the receipt still says where it is. */
    ErasureReceipt forgetLead(Erasure erasure, LeadId lead) {
        Tally tally = new Tally();
        forget(erasure, tally);
        return receipt(tally, List.of(lead));
    }

    /**
     * Has all forget a person, in the transaction of the caller, with what is handed in before the windows are gone; asked
     * again by the same hash, the receipt still says where the person is.
     */
    ErasureReceipt forgetPerson(Erasure erasure, String hash) {
        Tally tally = new Tally();
        Optional<Erasure> next = Optional.of(erasure);
        while (next.isPresent()) {
            forget(next.get(), tally);
            next = leads.meanwhile(next.get());
        }
        return receipt(tally, leads.ever(hash, erasure));
    }

    private void forget(Erasure erasure, Tally tally) {
        owners.orderedStream().forEach(owner -> owner.forget(erasure, tally));
    }

    private ErasureReceipt receipt(Tally tally, Collection<LeadId> told) {
        return new ErasureReceipt(
                tally.leads(), tally.deliveriesCancelled(), tally.customers(), tally.rows(), arrivals.of(told));
    }
}
