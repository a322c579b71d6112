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

    // Locked in the order in which new leads lock them.
    private static final String FORGET_KEYS = """
            with mine as materialized (
                select source, kind, key
                from intake_key
                where lead_id = any (:leads::uuid[])
                order by source, kind, key
                for update
            )
            delete from intake_key k
            using mine m
            where k.source = m.source and k.kind = m.kind and k.key = m.key
            """;

    private static final String FORGET_WINDOWS = """
            with mine as materialized (
                select fingerprint
                from intake_fingerprint
                where lead_id = any (:leads::uuid[])
                order by fingerprint
                for update
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
