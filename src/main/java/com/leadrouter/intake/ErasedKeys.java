package com.leadrouter.intake;

import com.leadrouter.lead.Erasure;
import com.leadrouter.lead.PersonalData;
import com.leadrouter.lead.Tally;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets the idempotency keys and duplicate windows of erased leads: what is handed in again is new. There is no index that
 * finds them, which each lead would pay for; an erasure reads both tables instead.
 */
@Component
@Order(PersonalData.INTAKE)
final class ErasedKeys implements PersonalData {

    // Found without a lock, since that takes longest. Locked in the order in which new leads lock them, unless the row
    // is
    // another lead's by then: only a lead that is new makes one its own.
    private static final String FORGET_KEYS = """
            with found as materialized (
                select source, kind, key
                from intake_key
                where lead_id = any (:leads::uuid[])
            ),
            mine as materialized (
                select k.source, k.kind, k.key
                from found
                join intake_key k using (source, kind, key)
                where k.lead_id = any (:leads::uuid[])
                order by k.source, k.kind, k.key
                for update of k
            )
            delete from intake_key k
            using mine m
            where k.source = m.source and k.kind = m.kind and k.key = m.key
            """;

    private static final String FORGET_WINDOWS = """
            with found as materialized (
                select fingerprint
                from intake_fingerprint
                where lead_id = any (:leads::uuid[])
            ),
            mine as materialized (
                select f.fingerprint
                from found
                join intake_fingerprint f using (fingerprint)
                where f.lead_id = any (:leads::uuid[])
                order by f.fingerprint
                for update of f
            )
            delete from intake_fingerprint f
            using mine m
            where f.fingerprint = m.fingerprint
            """;

    private final JdbcClient jdbc;

    ErasedKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void forget(Erasure erasure, Tally tally) {
        if (!erasure.leads().isEmpty()) {
            tally.forgot("intake_key", forget(FORGET_KEYS, erasure));
            tally.forgot("intake_fingerprint", forget(FORGET_WINDOWS, erasure));
        }
    }

    private int forget(String sql, Erasure erasure) {
        return jdbc.sql(sql).param("leads", erasure.ids()).update();
    }
}
