package com.leadrouter.lead;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.leadrouter.platform.JsonBuffers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A lead as it was sent, by a form, a batch or an operator who corrects one. It reads itself from JSON or from the fields
 * of a form, and checks itself into a {@link Lead} or into all its faults at once.
 */
public final class LeadDraft {

    private static final JsonMapper CANONICAL = JsonMapper.builder(
                    JsonFactory.builder().recyclerPool(JsonBuffers.SHARED).build())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            // A field that comes new and is absent must not change the hash of what was sent before.
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
            .addMixIn(Lead.Consents.class, WithoutNulls.class)
            .build();

    private final Sent sent;
    private final Faults unreadable;

    private LeadDraft(Sent sent, Faults unreadable) {
        this.sent = sent;
        this.unreadable = unreadable;
    }

    /** Reads any JSON at all; what it cannot read becomes a fault of {@link #check}. */
    public static LeadDraft of(JsonNode sent) {
        Faults unreadable = new Faults();
        return new LeadDraft(Sent.read(sent, unreadable), unreadable);
    }

    /**
     * Reads the fields of a form, each with all the values that came for it: dotted names of the lead's fields, all
     * others attributes.
     */
    public static LeadDraft ofForm(Map<String, List<String>> fields) {
        Faults unreadable = new Faults();
        return new LeadDraft(Sent.read(SentForm.read(fields, unreadable), unreadable), unreadable);
    }

    /** Whether a form's field of this name is one of the lead's own, or an attribute by its full name. */
    public static boolean hasField(String name) {
        return SentForm.knows(name);
    }

    /** Checks what was sent by one who has these defaults, at this time. */
    public Checked check(LeadDefaults defaults, Instant now) {
        Faults faults = new Faults(unreadable);
        SentConstraints.check(sent, faults);
        Lead lead = new Normalising(sent, defaults, now, faults).lead();
        return faults.isEmpty() ? new Checked.Valid(lead) : new Checked.Invalid(faults.all(), lead);
    }

    /**
     * SHA-256 of what was sent: without blanks around texts, absent where blank or null, in whatever order, before any
     * default. It is kept with idempotency keys for weeks, so a new field must not change the hash of a lead without it.
     */
    public byte[] contentHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(CANONICAL.writeValueAsBytes(sent));
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "LeadDraft[…]";
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private interface WithoutNulls {}
}
