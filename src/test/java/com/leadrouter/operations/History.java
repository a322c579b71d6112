package com.leadrouter.operations;

import com.leadrouter.postgres.Database;
import java.util.List;

/**
 * A year of leads with all that became of them, the most in the last days: made by the database itself, by the million if need
 * be. Five of six go to CAP and Kapture and arrive; the others show every way not to.
 */
record History(Database database, int leads) {

    /** In months as old as these leads. */
    private static final String PARTITIONS = """
            do $$
            declare
                first_day timestamp;
                parent text;
                partition text;
            begin
                for month in 2..13 loop
                    first_day := date_trunc('month', clock_timestamp() at time zone 'UTC') - make_interval(months => month);
                    foreach parent in array array['lead', 'delivery', 'delivery_call'] loop
                        partition := parent || to_char(first_day, '_YYYY_MM');
                        continue when to_regclass(partition) is not null;
                        execute format('create table %I partition of %I for values from (%L) to (%L)',
                            partition, parent, lead_id_floor(first_day at time zone 'UTC'),
                            lead_id_floor((first_day + interval '1 month') at time zone 'UTC'));
                    end loop;
                end loop;
            end
            $$
            """;

    // The older, the fewer: a twentieth of them comes on the last day, a hundredth in the last hour.
    private static final String SEED = """
            create unlogged table seed as
            select i, at, new_lead_id(at, i %% 16384) as id,
                case when i %% 60000 = 17 then 'rare' when i %% 10 < 6 then 'web' when i %% 10 < 9 then 'fair' else 'app' end
                    as source,
                case when i %% 100 < 3 then 'DUPLICATE' when i %% 100 < 5 then 'UNROUTED' when i %% 100 = 5 then 'SPAM'
                    else 'ROUTED' end as disposition,
                (array['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Tony', 'Frances', 'Niklaus', 'Hedy',
                    'John', 'Joan', 'Konrad', 'Margaret', 'Ken', 'Radia', 'Linus', 'Sophie', 'Dennis', 'Anita'])
                    [1 + i %% 20] as first_name,
                initcap((array['lo', 'ho', 'tu', 'di', 'kn', 'wi', 'ba', 'ma', 'ri', 'th', 'pe', 'su'])[1 + i %% 12]
                    || (array['ve', 'pp', 'ri', 'jk', 'ut', 'rt', 'ck', 'mi', 'tc', 'om', 'rl', 'ss'])[1 + i / 12 %% 12]
                    || (array['lace', 'er', 'ng', 'stra', 'h', 'man', 'us', 'lton', 'hie', 'pson', 'man', 'ex'])
                        [1 + i / 144 %% 12]) as last_name
            from (
                select i, now() - interval '365 days' * (i::float / %1$d) ^ 2 as at
                from generate_series(1, %1$d) as i) as moments
            """;

    private static final String LEADS = """
            insert into lead (id, source, received_at, disposition, duplicate_of, route, destinations, email, phone, campaign,
                document)
            select id, source, at, disposition, case disposition when 'DUPLICATE' then id end,
                case disposition when 'ROUTED' then 'rest' end,
                case disposition when 'ROUTED' then '{cap,kapture}'::text[] else '{}' end,
                lower(first_name) || i || '@example.com', '+91' || 9000000000 + i, 'campaign-' || i % 20,
                jsonb_strip_nulls(jsonb_build_object('source', source,
                    'externalReferenceId', case when i % 10 < 7 then 'order-' || i end,
                    'campaignId', 'campaign-' || i % 20, 'enquiryType', 'Test Drive',
                    'enquiryDateTime', '2026-11-21T10:20:59Z', 'acquisitionChannel', 'Website',
                    'contact', jsonb_build_object('firstName', first_name, 'lastName', last_name,
                        'emailAddress', first_name || i || '@example.com', 'phoneNumber', '+91' || 9000000000 + i,
                        'address', jsonb_build_object('country', 'IN', 'city', 'Pune')),
                    'optInConsents', jsonb_build_object('email', true),
                    'vehicle', jsonb_build_object('name', 'Example Vehicle'), 'attributes', '{}'::jsonb))
            from seed
            """;

    // CAP has ended a campaign, once, for a week, half a year ago; what is newest waits for its next try, tomorrow.
    private static final String DELIVERIES = """
            insert into delivery (lead_id, destination, status, attempt, tries, failures, due_at, age_from, outcome, http_status,
                external_id, errors, hold_reason, settled_at)
            select id, destination, status, 1, 1, 0, case status when 'PENDING' then now() + interval '1 day' end, at,
                case status when 'DELIVERED' then 'ACCEPTED' when 'DEAD' then 'UNREACHABLE' when 'HELD' then 'UNKNOWN'
                    when 'REJECTED' then case when ended then 'REJECTED_CONFIGURATION' else 'REJECTED_DATA' end
                    when 'PENDING' then case when i %% 7 = 0 then 'FAILED' end end,
                case status when 'DELIVERED' then 202 when 'REJECTED' then 400 end,
                case when status = 'DELIVERED' and destination = 'kapture' then i::text end,
                case when status = 'REJECTED' and ended then '[{"message": "The campaign has ended."}]'::jsonb
                    when status = 'REJECTED'
                        then jsonb_build_array(jsonb_build_object('property', 'Phone', 'message', 'Fault ' || i %% 5))
                    when status = 'DELIVERED' and destination = 'kapture' and i %% 5000 = 9
                        then '[{"message": "Two customers.", "code": "kapture-two-customers"}]'
                    else '[]' end,
                case status when 'HELD' then 'sent, and never answered' end,
                case when status not in ('PENDING', 'HELD') then at + interval '2 seconds' end
            from (
                select seed.*, destination,
                    destination = 'cap' and at between now() - interval '187 days' and now() - interval '180 days' as ended,
                    case
                        when destination = 'cap'
                            and at between now() - interval '187 days' and now() - interval '180 days' then 'REJECTED'
                        when i <= %1$d / 200 then 'PENDING'
                        when (i + length(destination)) %% 200 < 4 then 'REJECTED'
                        when (i + length(destination)) %% 3000 = 5 then 'DEAD'
                        when (i + length(destination)) %% 9000 = 7 then 'HELD'
                        when (i + length(destination)) %% 9000 = 8 then 'CANCELLED'
                        else 'DELIVERED' end as status
                from seed, unnest(array['cap', 'kapture']) as destination
                where disposition = 'ROUTED') as delivery
            """;

    private static final String CALLS = """
            insert into delivery_call (lead_id, destination, attempt, call, operation, outcome, http_status, started_at,
                duration_millis, response, late)
            select d.lead_id, d.destination, 1, call, case when d.destination = 'cap' then 'submit' else 'add' end, d.outcome,
                d.http_status, d.settled_at, 40, '{"status":"success"}', false
            from delivery d, generate_series(1, case when d.destination = 'cap' then 1 else 2 end) as call
            where d.settled_at is not null
            """;

    void make() {
        List.of(PARTITIONS, SEED.formatted(leads), LEADS, DELIVERIES.formatted(leads), CALLS, "drop table seed")
                .forEach(database::execute);
        List.of("lead", "delivery", "delivery_call").forEach(table -> database.execute("vacuum analyze " + table));
    }

    /** The e-mail of the lead of that number, as it was given. */
    static String email(int number) {
        return List.of(
                                "Ada",
                                "Grace",
                                "Alan",
                                "Edsger",
                                "Barbara",
                                "Donald",
                                "Tony",
                                "Frances",
                                "Niklaus",
                                "Hedy",
                                "John",
                                "Joan",
                                "Konrad",
                                "Margaret",
                                "Ken",
                                "Radia",
                                "Linus",
                                "Sophie",
                                "Dennis",
                                "Anita")
                        .get(number % 20)
                + number + "@example.com";
    }
}
