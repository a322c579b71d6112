package com.leadrouter.lead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The id of an accepted lead: a version-7 UUID made by the database when the lead is inserted, so that ids sort by
 * the order of acceptance and tell the month of the partition.
 */
public record LeadId(@JsonValue UUID value) implements Comparable<LeadId> {

    /** Reads the text form; {@link IllegalArgumentException} where it is no UUID. */
    @JsonCreator
    public static LeadId of(String text) {
        return new LeadId(UUID.fromString(text));
    }

    /** Reads what somebody gives for an id; nothing where it is none. */
    public static Optional<LeadId> read(String text) {
        try {
            return Optional.of(of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The smallest id that a lead of this millisecond can have; {@code lead_id_floor} in the database. */
    public static LeadId floor(Instant moment) {
        return new LeadId(new UUID(moment.toEpochMilli() << 16, 0));
    }

    // UUID.compareTo compares signed halves; ids sort as PostgreSQL sorts them, byte by byte.
    @Override
    public int compareTo(LeadId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
