package com.leadrouter.delivery;

import com.leadrouter.lead.Disposition;
import java.util.Collection;

/** What became of a lead as a whole: derived from what intake decided and how its deliveries stand. */
public enum LeadStatus {
    /** There is work left. */
    ACCEPTED,
    DELIVERED,
    PARTIALLY_DELIVERED,
    /** Nothing delivered and nothing left to try. */
    FAILED,
    DUPLICATE,
    UNROUTED,
    SPAM,
    ERASED;

    public static LeadStatus of(Disposition disposition, Collection<DeliveryStatus> deliveries) {
        return switch (disposition) {
            case ROUTED -> of(deliveries);
            case DUPLICATE -> DUPLICATE;
            // An operator may have sent it on.
            case UNROUTED -> deliveries.isEmpty() ? UNROUTED : of(deliveries);
            case SPAM -> SPAM;
            case ERASED -> ERASED;
        };
    }

    private static LeadStatus of(Collection<DeliveryStatus> deliveries) {
        if (deliveries.stream().anyMatch(DeliveryStatus::isOpen)) {
            return ACCEPTED;
        }
        long delivered = deliveries.stream()
                .filter(status -> status == DeliveryStatus.DELIVERED)
                .count();
        return delivered == deliveries.size() ? DELIVERED : delivered > 0 ? PARTIALLY_DELIVERED : FAILED;
    }
}
