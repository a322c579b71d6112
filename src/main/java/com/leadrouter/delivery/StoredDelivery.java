package com.leadrouter.delivery;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code delivery}, to be read; the engine alone writes it. */
@Entity
@Immutable
@Table(name = "delivery")
@IdClass(DeliveryKey.class)
@SuppressWarnings("NullAway.Init") // filled by JPA
class StoredDelivery {

    @Id
    UUID leadId;

    @Id
    String destination;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    DeliveryStatus status;

    int tries;

    boolean uncertain;

    @Nullable Instant dueAt;

    @Nullable Instant leasedUntil;

    @Enumerated(EnumType.STRING)
    @Nullable Outcome outcome;

    @Nullable Integer httpStatus;

    @Nullable String externalId;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false)
    List<DeliveryError> errors;

    @Nullable String holdReason;

    @Nullable Instant settledAt;
}
