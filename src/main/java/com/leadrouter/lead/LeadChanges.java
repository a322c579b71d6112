package com.leadrouter.lead;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What operators change of stored leads, within the caller's transaction: who has locked a lead is the only one to change
 * it or its route. Deliveries are locked after their lead, never before.
 */
@Component
public final class LeadChanges {

    // Locked and read by two statements: what PostgreSQL reads again after a wait may be missing from a partitioned
    // table.
    private static final String LOCK = """
            select id
            from lead
            where id = :id
            for no key update
            """;

    // Not while a person is erased, whose the lead may become.
    private static final String NO_ERASURE = "select pg_advisory_xact_lock_shared(7146201, 3)";

    // In the order in which all lock leads; it waits for nobody.
    private static final String LOCK_FREE = """
            select id
            from lead
            where id = any (:ids::uuid[])
            order by id
            for no key update skip locked
            """;

    private static final String READ = """
            select source, disposition, destinations, document
            from lead
            where id = :id
            """;

    private static final String SEND_ON = """
            update lead
            set destinations = array_append(destinations, :destination)
            where id = :id and :destination <> all (destinations)
            """;

    private static final String CORRECT = """
            update lead
            set document = :document::jsonb, email = :email, phone = :phone, campaign = :campaign
            where id = :id
            """;

    /** A lead that nobody else changes until the transaction ends. */
    public record Locked(
            LeadId id, String source, Disposition disposition, List<DestinationName> destinations, String document) {

        public Locked {
            destinations = List.copyOf(destinations);
        }

        public boolean isErased() {
            return disposition == Disposition.ERASED;
        }

        @Override
        public String toString() {
            return "Locked[" + id + ", " + disposition + "]";
        }
    }

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    LeadChanges(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** As {@link #lock}, for who may give it another person's address or number. */
    public Optional<Locked> lockToCorrect(LeadId id) {
        jdbc.sql(NO_ERASURE).query((row, number) -> number).single();
        return lock(id);
    }

    public Optional<Locked> lock(LeadId id) {
        jdbc.sql(LOCK).param("id", id.value()).query((row, number) -> number).list();
        return jdbc.sql(READ)
                .param("id", id.value())
                .query((row, number) -> locked(id, row))
                .optional();
    }

    /** Locks those of them that nobody else has locked; answers which. */
    public Set<LeadId> lockFree(Collection<LeadId> ids) {
        return jdbc
                .sql(LOCK_FREE)
                .param("ids", ids.stream().map(LeadId::toString).toArray(String[]::new))
                .query(UUID.class)
                .list()
                .stream()
                .map(LeadId::new)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Locked locked(LeadId id, ResultSet row) throws SQLException {
        return new Locked(
                id,
                row.getString("source"),
                Disposition.valueOf(row.getString("disposition")),
                Stream.of((String[]) row.getArray("destinations").getArray())
                        .map(DestinationName::new)
                        .toList(),
                row.getString("document"));
    }

    /** Adds a destination to where the lead was routed: conservation is counted against that. */
    public void sendOn(LeadId id, DestinationName destination) {
        jdbc.sql(SEND_ON)
                .param("id", id.value())
                .param("destination", destination.value())
                .update();
    }

    /** Puts the corrected lead in the place of the stored one; what it is found by follows. */
    public void correct(LeadId id, Lead corrected) {
        String email = corrected.contact().emailAddress();
        jdbc.sql(CORRECT)
                .param("id", id.value())
                .param("document", document(corrected))
                .param("email", email == null ? null : email.toLowerCase(Locale.ROOT), Types.VARCHAR)
                .param("phone", corrected.contact().phoneNumber(), Types.VARCHAR)
                .param("campaign", corrected.campaignId(), Types.VARCHAR)
                .update();
    }

    /** Where two leads differ: JSON pointers into the lead as URI fragments, to values or to what is gone or new. */
    public List<String> differences(Lead before, Lead after) {
        List<String> pointers = new ArrayList<>();
        compare(Pointer.ROOT, json.valueToTree(before), json.valueToTree(after), pointers);
        return List.copyOf(pointers);
    }

    private static void compare(Pointer at, JsonNode before, JsonNode after, List<String> pointers) {
        if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(at.to(name), before.path(name), after.path(name), pointers));
        } else if (!before.equals(after)) {
            pointers.add(at.fragment());
        }
    }

    /** A lead as it could have been sent. */
    public ObjectNode asSent(Lead lead) {
        ObjectNode sent = json.valueToTree(lead);
        // Who hands in says that by the key.
        sent.remove("source");
        return sent;
    }

    /** A stored document as the lead that it is. */
    public Lead read(String document) {
        try {
            return json.readValue(document, Lead.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored lead that cannot be read");
        }
    }

    private String document(Lead lead) {
        try {
            return json.writeValueAsString(lead);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a lead that cannot be written as JSON");
        }
    }
}
