package com.leadrouter.lead;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A lead as it is stored, to be read; intake alone writes it. */
@Entity
@Immutable
@Table(name = "lead")
@SuppressWarnings("NullAway.Init") // filled by JPA
public class StoredLead {

    @Id
    private UUID id;

    @Column(nullable = false)
    private String source;

    @Column(nullable = false)
    private Instant receivedAt;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Disposition disposition;

    @Nullable private UUID duplicateOf;

    @Nullable private String route;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false)
    private Lead document;

    protected StoredLead() {}

    public LeadId id() {
        return new LeadId(id);
    }

    public String source() {
        return source;
    }

    public Instant receivedAt() {
        return receivedAt;
    }

    public Disposition disposition() {
        return disposition;
    }

    public Optional<LeadId> duplicateOf() {
        return Optional.ofNullable(duplicateOf).map(LeadId::new);
    }

    /** The route that decided; null where none is configured or none matched. */
    public @Nullable String route() {
        return route;
    }

    public Lead lead() {
        return document;
    }
}
