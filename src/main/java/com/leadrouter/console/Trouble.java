package com.leadrouter.console;

import com.leadrouter.delivery.DeliveryStatus;
import com.leadrouter.delivery.Outcome;
import com.leadrouter.operations.AttentionGroup;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group of deliveries that wait for a person: {@code look} leads to them, {@code resend} to sending all of them again. */
record Trouble(
        String kind,
        String destination,
        @Nullable String campaignId,
        @Nullable String message,
        long count,
        @Nullable Instant oldestAt,
        @Nullable String look,
        @Nullable String resend) {

    /** All groups of one kind. */
    record Kind(String name, List<Trouble> groups) {
        Kind {
            groups = List.copyOf(groups);
        }
    }

    /** {@code stopped} is whether its destination is held or paused, so that nothing is sent there. */
    static Trouble of(AttentionGroup group, boolean stopped) {
        String destination = group.destination().value();
        @Nullable String look = look(group);
        return new Trouble(
                group.kind().word(),
                destination,
                group.campaignId(),
                group.message(),
                group.count(),
                group.oldestAt(),
                look,
                stopped || group.count() == 0 ? null : resend(group));
    }

    private static @Nullable String look(AttentionGroup group) {
        Address leads = Address.of("/console/leads")
                .with("destination", group.destination().value());
        return switch (group.kind()) {
            case DEAD ->
                leads.with("deliveryStatus", DeliveryStatus.DEAD.name()).toString();
            case REJECTED_CONFIGURATION -> rejected(leads, Outcome.REJECTED_CONFIGURATION);
            case REJECTED_DATA -> rejected(leads, Outcome.REJECTED_DATA);
            case HELD ->
                leads.with("deliveryStatus", DeliveryStatus.HELD.name()).toString();
            case TWO_CUSTOMERS ->
                leads.with("deliveryStatus", DeliveryStatus.DELIVERED.name()).toString();
            case UNCONFIRMED ->
                Address.of("/console/reconciliation")
                        .with("destination", group.destination().value())
                        .toString();
        };
    }

    private static String rejected(Address leads, Outcome outcome) {
        return leads.with("deliveryStatus", DeliveryStatus.REJECTED.name())
                .with("outcome", outcome.name())
                .toString();
    }

    private static @Nullable String resend(AttentionGroup group) {
        Address resend = Address.of(Resend.ADDRESS)
                .with("destination", group.destination().value())
                .with("campaignId", group.campaignId());
        return switch (group.kind()) {
            case DEAD -> said(resend.with("status", DeliveryStatus.DEAD.name()), group);
            case REJECTED_CONFIGURATION ->
                said(
                        resend.with("status", DeliveryStatus.REJECTED.name())
                                .with("outcome", Outcome.REJECTED_CONFIGURATION.name()),
                        group);
            case REJECTED_DATA ->
                said(
                        resend.with("status", DeliveryStatus.REJECTED.name())
                                .with("outcome", Outcome.REJECTED_DATA.name()),
                        group);
            case HELD -> resend.with("status", DeliveryStatus.HELD.name()).toString();
            case TWO_CUSTOMERS, UNCONFIRMED -> null;
        };
    }

    // Where the destination said nothing, the group is named by the outcome.
    private static String said(Address resend, AttentionGroup group) {
        boolean isOutcome = Arrays.stream(Outcome.values())
                .anyMatch(outcome -> outcome.name().equals(group.message()));
        return resend.with(isOutcome ? "outcome" : "message", group.message()).toString();
    }
}
