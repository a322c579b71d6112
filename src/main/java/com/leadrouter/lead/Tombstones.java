package com.leadrouter.lead;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The table {@code erased_person}: by whose e-mail address or phone number nothing is to be kept that comes from elsewhere,
 * unless a lead has it. Only keyed hashes are in it.
 */
@Component
final class Tombstones {

    private static final String PUT = """
            insert into erased_person (hash)
            select decode(hash, 'hex')
            from unnest(:values::text[], :hashes::text[]) as v(value, hash)
            where not exists (select from lead l where l.%s = v.value)
            order by decode(hash, 'hex')
            on conflict (hash) do update set erased_at = excluded.erased_at
            """;

    private static final String PUT_EMAILS = PUT.formatted("email");
    private static final String PUT_PHONES = PUT.formatted("phone");

    private final JdbcClient jdbc;
    private final PersonHashes hashes;

    Tombstones(JdbcClient jdbc, PersonHashes hashes) {
        this.jdbc = jdbc;
        this.hashes = hashes;
    }

    /** For each that no lead has any more. */
    void put(Erasure erasure) {
        put(PUT_EMAILS, erasure.emails(), hashes::ofEmail);
        put(PUT_PHONES, erasure.phones(), hashes::ofPhone);
    }

    private void put(String sql, Set<String> values, Function<String, @Nullable String> hash) {
        List<String> ordered = List.copyOf(values);
        jdbc.sql(sql)
                .param("values", ordered.toArray(String[]::new))
                .param("hashes", ordered.stream().map(hash).toArray(String[]::new))
                .update();
    }
}
