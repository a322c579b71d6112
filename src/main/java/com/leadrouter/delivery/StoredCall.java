package com.leadrouter.delivery;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code delivery_call}, to be read. */
@Entity
@Immutable
@Table(name = "delivery_call")
@IdClass(StoredCall.Key.class)
@SuppressWarnings("NullAway.Init") // filled by JPA
class StoredCall {

    record Key(UUID leadId, String destination, int attempt, int call) implements Serializable {}

    @Id
    UUID leadId;

    @Id
    String destination;

    @Id
    int attempt;

    @Id
    int call;

    @Column(nullable = false)
    String operation;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    Outcome outcome;

    @Nullable Integer httpStatus;

    @Column(nullable = false)
    Instant startedAt;

    int durationMillis;

    @Nullable String response;

    boolean late;
}
