package com.leadrouter.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.leadrouter.lead.Erasure;
import com.leadrouter.lead.Lead;
import com.leadrouter.lead.PersonalData;
import com.leadrouter.lead.Tally;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets what operators have written of erased persons: the reasons of what was done to their leads whole, in all others
 * their names, numbers and addresses, and the documents that corrections have replaced.
 */
@Component
@Order(PersonalData.OPERATIONS)
final class ErasedRecords implements PersonalData {

    private static final String ERASED = "***";

    private static final String FORGET_REASONS = """
            update operator_action
            set reason = :erased
            where split_part(target, '/', 1) = any (:leads::text[]) and reason <> :erased
            """;

    // Looked at here and not by the database, which has other notions of letter case, and without locks.
    private static final String SOME_REASONS = """
            select id, reason
            from operator_action
            where id > :after and reason is not null
            order by id
            limit :most
            """;

    private static final String CHANGE_REASON = """
            update operator_action
            set reason = :masked
            where id = :id and reason = :reason
            """;

    private static final int REASONS_AT_ONCE = 1000;

    private static final String CORRECTIONS = """
            select lead_id, number, before
            from lead_correction
            where lead_id = any (:leads::uuid[])
               or (lower(before #>> '{contact,emailAddress}') = any (:emails::text[])
                   and not exists (select from lead l where l.email = lower(before #>> '{contact,emailAddress}')))
               or (before #>> '{contact,phoneNumber}' = any (:phones::text[])
                   and not exists (select from lead l where l.phone = before #>> '{contact,phoneNumber}'))
            order by lead_id, number
            for update
            """;

    private static final String CHANGE_CORRECTION = """
            update lead_correction
            set before = :before::jsonb, reason = case when reason is not null then :erased end
            where lead_id = :lead and number = :number and (before <> :before::jsonb or reason <> :erased)
            """;

    private record Told(long id, String reason) {

        @Override
        public String toString() {
            return "Told[" + id + "]";
        }
    }

    private record Replaced(UUID lead, int number, String before) {

        @Override
        public String toString() {
            return "Replaced[" + lead + ", " + number + "]";
        }
    }

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    ErasedRecords(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    @Override
    public void forget(Erasure erasure, Tally tally) {
        tally.forgot("operator_action", forgetReasons(erasure) + maskReasons(erasure));
        tally.forgot("lead_correction", forgetCorrections(erasure));
    }

    private int forgetReasons(Erasure erasure) {
        return jdbc.sql(FORGET_REASONS)
                .param("leads", erasure.ids())
                .param("erased", ERASED)
                .update();
    }

    private int maskReasons(Erasure erasure) {
        int changed = 0;
        List<Told> some = reasons(0);
        while (!some.isEmpty()) {
            changed += some.stream().mapToInt(told -> mask(told, erasure)).sum();
            some = reasons(some.getLast().id());
        }
        return changed;
    }

    private List<Told> reasons(long after) {
        return jdbc.sql(SOME_REASONS)
                .param("after", after)
                .param("most", REASONS_AT_ONCE)
                .query((row, number) -> new Told(row.getLong("id"), Objects.requireNonNull(row.getString("reason"))))
                .list();
    }

    private int mask(Told told, Erasure erasure) {
        String masked = erasure.words().mask(told.reason());
        return masked.equals(told.reason())
                ? 0
                : jdbc.sql(CHANGE_REASON)
                        .param("id", told.id())
                        .param("reason", told.reason())
                        .param("masked", masked)
                        .update();
    }

    private int forgetCorrections(Erasure erasure) {
        return jdbc
                .sql(CORRECTIONS)
                .param("leads", erasure.ids())
                .param("emails", erasure.emails().toArray(String[]::new))
                .param("phones", erasure.phones().toArray(String[]::new))
                .query((row, number) -> new Replaced(
                        row.getObject("lead_id", UUID.class), row.getInt("number"), row.getString("before")))
                .list()
                .stream()
                .mapToInt(this::forget)
                .sum();
    }

    private int forget(Replaced replaced) {
        return jdbc.sql(CHANGE_CORRECTION)
                .param("lead", replaced.lead())
                .param("number", replaced.number())
                .param("before", withoutPerson(replaced.before()))
                .param("erased", ERASED)
                .update();
    }

    private String withoutPerson(String document) {
        try {
            return json.writeValueAsString(json.readValue(document, Lead.class).withoutPerson());
        } catch (JsonProcessingException e) {
            // Not its cause, which repeats what it could not read.
            throw new IllegalStateException("a stored lead that cannot be read");
        }
    }
}
