package com.leadrouter.browser;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What a day looks like at a car maker with two websites: for the pictures of the documentation. */
record BusyDay(JdbcClient jdbc) {

    // More by day than by night; each minute's seconds and persons differ, and are the same whenever it is made.
    private static final String LEADS = """
            with minute as (
                select date_trunc('minute', clock_timestamp()) - m * interval '1 minute' as at, m
                from generate_series(1, 1439) as m
            ),
            one as (
                select at + n * interval '7 seconds' as at, m * 10 + n as k
                from minute
                cross join lateral generate_series(1, greatest(0, round(
                    2.5 + 2 * sin((extract(hour from at) * 60 + extract(minute from at) - 420) / 1440 * 6.2832)
                    + sin(m * 1.7))::int)) as n
            ),
            person as (
                select at, k,
                    (array['Ada', 'Grace', 'Katherine', 'Dorothy', 'Mary', 'Annie', 'Hedy', 'Radia', 'Joan', 'Alan',
                        'Edsger', 'Tim', 'Priya', 'Arjun', 'Meera'])[1 + k % 15] as first_name,
                    (array['Lovelace', 'Hopper', 'Johnson', 'Vaughan', 'Jackson', 'Easley', 'Lamarr', 'Perlman',
                        'Clarke', 'Turing', 'Dijkstra', 'Nair', 'Sharma', 'Rao'])[1 + k * 7 % 14] as last_name,
                    (array['website-uk', 'website-in', 'demo'])[1 + k % 3] as source
                from one
            ),
            lead_row as (
                insert into lead (id, source, received_at, disposition, destinations, email, phone, campaign, document)
                select new_lead_id(at, 1), source, at, 'ROUTED', '{cap,kapture}',
                    lower(first_name) || k || '@example.com', '+91' || 8000000000 + k,
                    '966c7488-bfa7-45b5-8510-d26ba3008879',
                    jsonb_build_object('source', source, 'campaignId', '966c7488-bfa7-45b5-8510-d26ba3008879',
                        'enquiryType', (array['Test Drive', 'Brochure Request'])[1 + k % 2],
                        'enquiryDateTime', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                        'acquisitionChannel', 'Website',
                        'contact', jsonb_build_object('firstName', first_name, 'lastName', last_name,
                            'emailAddress', lower(first_name) || k || '@example.com',
                            'phoneNumber', '+91' || 8000000000 + k, 'address', jsonb_build_object('country', 'IN')),
                        'optInConsents', jsonb_build_object('email', true, 'phone', false, 'sms', null, 'post', null),
                        'vehicle', jsonb_build_object('name', 'Example Vehicle'), 'attributes', '{}'::jsonb)
                from person
                order by at
                returning id, received_at
            )
            insert into delivery (lead_id, destination, status, attempt, tries, age_from, outcome, http_status,
                external_id, settled_at, errors)
            select id, destination,
                case when odd then 'REJECTED' else 'DELIVERED' end, 1, 1, received_at,
                case when odd then 'REJECTED_CONFIGURATION' else 'ACCEPTED' end,
                case destination when 'cap' then case when odd then 400 else 202 end else 200 end,
                case destination when 'kapture' then abs(hashtext(id::text))::text end,
                received_at + interval '1 second',
                case when odd then '[{"message": "The vehicle is not known for this campaign."}]'::jsonb else '[]' end
            from lead_row
            cross join unnest(array['cap', 'kapture']) as destination
            cross join lateral (select destination = 'cap' and abs(hashtext(id::text)) % 97 = 0 as odd) as o
            """;

    // All but some few, and one who is called otherwise there.
    private static final String CUSTOMERS = """
            insert into kapture_customer (destination, customer_id, name, phone, email, seen_at, created_at, confirmed_at)
            select d.destination, d.external_id::bigint,
                case when abs(hashtext(d.lead_id::text)) % 1500 = 1 then 'A. N. Other' else
                    (l.document #>> '{contact,firstName}') || ' ' || (l.document #>> '{contact,lastName}') end,
                l.phone, l.email, clock_timestamp(), d.settled_at, clock_timestamp()
            from delivery d
            join lead l on l.id = d.lead_id
            where d.destination = 'kapture' and abs(hashtext(d.lead_id::text)) % 700 <> 0
            on conflict do nothing
            """;

    private static final String STRANGERS = """
            insert into kapture_customer (destination, customer_id, explained, seen_at, created_at, confirmed_at)
            select 'kapture', 990000000000 + n, false, clock_timestamp(), clock_timestamp() - n * interval '47 minutes',
                clock_timestamp()
            from generate_series(1, 3) as n
            """;

    private static final String DEEDS = """
            insert into operator_action (at, operator, action, target, count, reason)
            values (clock_timestamp() - interval '5 hours', 'ops', 'pause', 'kapture', 1, 'Kapture moves house'),
                (clock_timestamp() - interval '4 hours', 'ops', 'resume', 'kapture', 1, null),
                (clock_timestamp() - interval '3 hours', 'ops', 'pull', 'kapture', 1, 'after the move'),
                (clock_timestamp() - interval '2 hours', 'ada', 'bulk-retry', 'cap DEAD', 214, 'CAP is back'),
                (clock_timestamp() - interval '1 hour', 'ada', 'cancel', (select max(id::text) from lead) || '/cap', 1,
                    'the customer has changed her mind')
            """;

    void happened() {
        jdbc.sql(LEADS).update();
        jdbc.sql(CUSTOMERS).update();
        jdbc.sql(STRANGERS).update();
        jdbc.sql(DEEDS).update();
    }
}
