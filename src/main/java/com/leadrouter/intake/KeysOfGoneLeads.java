package com.leadrouter.intake;

import com.leadrouter.platform.Chore;
import com.leadrouter.platform.HasChores;
import com.leadrouter.platform.RetentionSettings;
import com.leadrouter.platform.Settings;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes keys whose leads are past their time before the keys are: a sender's reference is personal data too. */
@Component
final class KeysOfGoneLeads implements HasChores {

    private static final String FORGET = """
            with gone as materialized (
                select source, kind, key
                from intake_key k
                where k.lead_id < lead_id_floor(statement_timestamp() - :kept * interval '1 millisecond')
                  and not exists (select from lead l where l.id = k.lead_id)
                limit :most
                for update skip locked
            )
            delete from intake_key k
            using gone g
            where k.source = g.source and k.kind = g.kind and k.key = g.key
            """;

    private static final Duration EVERY = Duration.ofHours(6);
    private static final int AT_A_TIME = 10_000;

    private final JdbcClient jdbc;
    private final Duration kept;
    private final boolean needed;

    KeysOfGoneLeads(JdbcClient jdbc, Settings settings, IntakeSettings intake) {
        this.jdbc = jdbc;
        this.kept =
                settings.bind(RetentionSettings.PREFIX, RetentionSettings.class).leads();
        this.needed = !kept.isZero() && kept.compareTo(intake.idempotency()) < 0;
    }

    @Override
    public List<Chore> chores() {
        return needed ? List.of(new Chore("forget the keys of leads that are gone", EVERY, this::forget)) : List.of();
    }

    void forget() {
        int forgotten;
        do {
            forgotten = jdbc.sql(FORGET)
                    .param("kept", kept.toMillis())
                    .param("most", AT_A_TIME)
                    .update();
        } while (forgotten == AT_A_TIME);
    }
}
