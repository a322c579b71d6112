package com.leadrouter.operations;

import com.leadrouter.delivery.Arrivals;
import com.leadrouter.lead.Erasure;
import com.leadrouter.lead.LeadId;
import com.leadrouter.lead.PersonalData;
import com.leadrouter.lead.Tally;
import java.util.Collection;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Everyone who keeps something of persons, and has to forget it. */
@Component
final class Forgetters {

    private final ObjectProvider<PersonalData> owners;
    private final Arrivals arrivals;

    Forgetters(ObjectProvider<PersonalData> owners, Arrivals arrivals) {
        this.owners = owners;
        this.arrivals = arrivals;
    }

    /** Has all forget, in the transaction of the caller; {@code told} are the leads that the receipt is about. */
    ErasureReceipt forget(Erasure erasure, Collection<LeadId> told) {
        Tally tally = new Tally();
        owners.orderedStream().forEach(owner -> owner.forget(erasure, tally));
        return new ErasureReceipt(
                tally.leads(), tally.deliveriesCancelled(), tally.customers(), tally.rows(), arrivals.of(told));
    }
}
