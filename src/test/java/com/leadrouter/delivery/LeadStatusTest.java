package com.leadrouter.delivery;

import static com.leadrouter.delivery.DeliveryStatus.CANCELLED;
import static com.leadrouter.delivery.DeliveryStatus.DEAD;
import static com.leadrouter.delivery.DeliveryStatus.DELIVERED;
import static com.leadrouter.delivery.DeliveryStatus.HELD;
import static com.leadrouter.delivery.DeliveryStatus.PENDING;
import static com.leadrouter.delivery.DeliveryStatus.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import com.leadrouter.lead.Disposition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeadStatusTest {

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "HELD"})
    void whileAnythingIsOpenThereIsWorkLeft(DeliveryStatus open) {
        assertThat(routed(open)).isEqualTo(LeadStatus.ACCEPTED);
        assertThat(routed(DELIVERED, open)).isEqualTo(LeadStatus.ACCEPTED);
        assertThat(routed(DEAD, open)).isEqualTo(LeadStatus.ACCEPTED);
    }

    @Test
    void aLeadThatAllHaveIsDelivered() {
        assertThat(routed(DELIVERED)).isEqualTo(LeadStatus.DELIVERED);
        assertThat(routed(DELIVERED, DELIVERED)).isEqualTo(LeadStatus.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "DEAD", "CANCELLED"})
    void aLeadThatSomeHaveIsPartiallyDeliveredAndOneThatNoneHasFailed(DeliveryStatus ended) {
        assertThat(routed(DELIVERED, ended)).isEqualTo(LeadStatus.PARTIALLY_DELIVERED);
        assertThat(routed(ended)).isEqualTo(LeadStatus.FAILED);
        assertThat(routed(REJECTED, ended)).isEqualTo(LeadStatus.FAILED);
        assertThat(routed(CANCELLED, DEAD, ended)).isEqualTo(LeadStatus.FAILED);
    }

    @Test
    void anUnroutedLeadThatAnOperatorSentOnCountsLikeARoutedOne() {
        assertThat(LeadStatus.of(Disposition.UNROUTED, List.of())).isEqualTo(LeadStatus.UNROUTED);
        assertThat(LeadStatus.of(Disposition.UNROUTED, List.of(PENDING))).isEqualTo(LeadStatus.ACCEPTED);
        assertThat(LeadStatus.of(Disposition.UNROUTED, List.of(DELIVERED))).isEqualTo(LeadStatus.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DUPLICATE", "SPAM", "ERASED"})
    void whatIntakeOrAnErasureDecidedStands(Disposition disposition) {
        assertThat(LeadStatus.of(disposition, List.of()).name()).isEqualTo(disposition.name());
        assertThat(LeadStatus.of(disposition, List.of(DELIVERED, HELD)).name()).isEqualTo(disposition.name());
    }

    private static LeadStatus routed(DeliveryStatus... deliveries) {
        return LeadStatus.of(Disposition.ROUTED, List.of(deliveries));
    }
}
