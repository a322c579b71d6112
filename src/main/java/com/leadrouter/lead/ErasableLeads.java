package com.leadrouter.lead;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the leads that are to be forgotten, and locks them, within the transaction of the caller. */
@Component
public final class ErasableLeads {

    private static final String THERE = """
            select id
            from lead
            where id = :id
            """;

    private static final String OF_PERSON = """
            select id
            from lead
            where email = :email
            union
            select id
            from lead
            where phone = :phone
            """;

    // One erasure at a time, and no correction meanwhile, which could make another's lead this person's.
    private static final String ALONE = "select pg_advisory_xact_lock(7146201, 3)";

    // No transaction of the intake is under way for so long.
    private static final String MEANWHILE = """
            select id
            from lead
            where id >= lead_id_floor(transaction_timestamp() - interval '1 minute')
              and duplicate_of = any (:ids::uuid[])
              and disposition <> 'ERASED'
            """;

    private static final String NOTE = """
            insert into erased_lead (hash, lead_id)
            select decode(:hash, 'hex'), id
            from unnest(:ids::uuid[]) as l(id)
            on conflict do nothing
            """;

    private static final String FORMERLY = """
            select lead_id
            from erased_lead
            where hash = decode(:hash, 'hex')
            """;

    // Locked and read by two statements: what PostgreSQL reads again after a wait may be missing from a partitioned
    // table.
    private static final String LOCK = """
            select id
            from lead
            where id = any (:ids::uuid[])
            order by id
            for no key update
            """;

    private static final String READ = """
            select id, document
            from lead
            where id = any (:ids::uuid[]) and disposition <> 'ERASED'
            """;

    private static final String FORMER = """
            select before
            from lead_correction
            where lead_id = any (:ids::uuid[])
            """;

    private static final String KNOWN = """
            select distinct value
            from unnest(:phones::text[], :hashes::text[]) as v(value, hash)
            where exists (select from lead l where l.phone = v.value)
               or exists (select from erased_person e where e.hash = decode(v.hash, 'hex'))
            limit 2
            """;

    private record Row(LeadId id, Lead lead) {}

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final PersonHashes hashes;

    ErasableLeads(JdbcClient jdbc, ObjectMapper json, PersonHashes hashes) {
        this.jdbc = jdbc;
        this.json = json;
        this.hashes = hashes;
    }

    /**
     * The number in E.164 that is meant: the one with its country's prefix, or the only one of all countries that a lead has,
     * or had before it was erased.
     */
    public Optional<String> numberMeant(String text) {
        Optional<String> whole = PhoneNumbers.e164(text, null);
        if (whole.isPresent()) {
            return whole;
        }
        List<String> readings = List.copyOf(PhoneNumbers.readings(text));
        List<String> known = jdbc.sql(KNOWN)
                .param("phones", readings.toArray(String[]::new))
                .param("hashes", readings.stream().map(hashes::ofPhone).toArray(String[]::new))
                .query(String.class)
                .list();
        return known.size() == 1 ? Optional.of(known.getFirst()) : Optional.empty();
    }

    /** That one, or none of an erasure where it has been forgotten; empty where there is no such lead. */
    public Optional<Erasure> lead(LeadId id) {
        alone();
        boolean there = !jdbc.sql(THERE)
                .param("id", id.value())
                .query(UUID.class)
                .list()
                .isEmpty();
        return there ? Optional.of(erasure(List.of(id.value()), null, null)) : Optional.empty();
    }

    /** All of the person with that e-mail address, in lower case. */
    public Erasure ofEmail(String email) {
        return erasure(ofPerson(email, ""), email, null);
    }

    /** All of the person with that phone number, in E.164. */
    public Erasure ofPhone(String phone) {
        return erasure(ofPerson("", phone), null, phone);
    }

    /**
     * What was taken for a repeat of one of these leads while they were erased, whose windows are gone by now; empty where
     * there is none.
     */
    public Optional<Erasure> meanwhile(Erasure erased) {
        List<UUID> repeats =
                jdbc.sql(MEANWHILE).param("ids", erased.ids()).query(UUID.class).list();
        return repeats.isEmpty() ? Optional.empty() : Optional.of(erasure(repeats, null, null));
    }

    /** Those that were erased by that hash now or ever, as far as they are kept: who asks again is to be told of all. */
    public List<LeadId> ever(String hash, Erasure erasure) {
        jdbc.sql(NOTE).param("hash", hash).param("ids", erasure.ids()).update();
        return jdbc.sql(FORMERLY).param("hash", hash).query(UUID.class).list().stream()
                .map(LeadId::new)
                .toList();
    }

    private void alone() {
        jdbc.sql(ALONE).query((row, number) -> number).single();
    }

    private List<UUID> ofPerson(String email, String phone) {
        alone();
        return jdbc.sql(OF_PERSON)
                .param("email", email)
                .param("phone", phone)
                .query(UUID.class)
                .list();
    }

    private Erasure erasure(List<UUID> found, @Nullable String email, @Nullable String phone) {
        String[] ids = found.stream().map(UUID::toString).toArray(String[]::new);
        jdbc.sql(LOCK).param("ids", ids).query(UUID.class).list();
        Map<LeadId, Lead> leads = new TreeMap<>();
        jdbc.sql(READ)
                .param("ids", ids)
                .query((row, number) ->
                        new Row(new LeadId(row.getObject("id", UUID.class)), lead(row.getString("document"))))
                .list()
                .forEach(row -> leads.put(row.id(), row.lead()));
        List<Lead> former = jdbc.sql(FORMER)
                .param("ids", ids)
                .query((row, number) -> lead(row.getString("before")))
                .list();
        return Erasure.of(leads, former, email, phone);
    }

    private Lead lead(String document) {
        try {
            return json.readValue(document, Lead.class);
        } catch (JsonProcessingException e) {
            // Not its cause, which repeats what it could not read.
            throw new IllegalStateException("a stored lead that cannot be read");
        }
    }
}
