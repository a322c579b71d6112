-- Runs on PostgreSQL 14 to 18: no function that only newer ones have.

-- The version-7 UUID of a lead: milliseconds, then the microseconds below them, then the lead's place in its group, so
-- that ids sort by acceptance even within one statement; 48 random bits keep replicas apart.
create function new_lead_id(accepted_at timestamptz, place integer) returns uuid
    language sql volatile
as $$
    select (lpad(to_hex(micros / 1000), 12, '0')
            || '7' || lpad(to_hex(micros % 1000 * 4096 / 1000), 3, '0')
            || to_hex(32768 + place % 16384)
            || right(gen_random_uuid()::text, 12))::uuid
    from (select floor(extract(epoch from accepted_at) * 1000000)::bigint as micros) as at
$$;

-- The smallest id that a lead of this moment can have: the bound of a partition.
create function lead_id_floor(moment timestamptz) returns uuid
    language sql immutable
as $$
    select rpad(lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;

create table lead (
    id uuid not null primary key,
    source text not null,
    received_at timestamptz not null,
    disposition text not null check (disposition in ('ROUTED', 'DUPLICATE', 'UNROUTED', 'SPAM', 'ERASED')),
    duplicate_of uuid,
    route text,
    destinations text[] not null,
    email text,
    phone text,
    campaign text,
    document jsonb not null,
    check ((disposition = 'DUPLICATE') = (duplicate_of is not null)),
    check ((disposition = 'ROUTED') <= (cardinality(destinations) > 0))
) partition by range (id);

comment on column lead.destinations is 'where the lead was routed to; conservation is counted against it';
comment on column lead.email is 'in lower case';
comment on column lead.phone is 'E.164';

create table delivery (
    lead_id uuid not null,
    destination text not null,
    status text not null default 'PENDING'
        check (status in ('PENDING', 'DELIVERED', 'REJECTED', 'HELD', 'DEAD', 'CANCELLED')),
    attempt integer not null default 0,
    tries integer not null default 0,
    failures integer not null default 0,
    faults integer not null default 0,
    uncertain boolean not null default false,
    due_at timestamptz,
    leased_until timestamptz,
    age_from timestamptz not null,
    phone_key text,
    email_key text,
    outcome text,
    http_status integer,
    external_id text,
    errors jsonb not null default '[]',
    hold_reason text,
    settled_at timestamptz,
    primary key (lead_id, destination),
    constraint open_is_due check ((status = 'PENDING') = (due_at is not null)),
    constraint leased_is_due check (leased_until is null or due_at is not null),
    constraint held_has_reason check ((status = 'HELD') = (hold_reason is not null)),
    constraint settled_has_time
        check ((status in ('DELIVERED', 'REJECTED', 'DEAD', 'CANCELLED')) = (settled_at is not null))
) partition by range (lead_id);

comment on column delivery.attempt is 'number of the latest try and the fence of its result; only ever grows';
comment on column delivery.tries is 'tries that count: all but those that a guard held back or that ended UNAUTHORIZED';
comment on column delivery.failures is 'what the back-off counts';
comment on column delivery.faults is 'our own faults and lost leases; five hold the delivery';
comment on column delivery.uncertain is 'an earlier try may have arrived without its answer reaching us';
comment on column delivery.due_at is 'when it may be claimed (the end of the lease while it is on its way); null when it waits for a person or is settled';
comment on column delivery.age_from is 'what max-age is counted from';
comment on column delivery.phone_key is 'the person by phone, where the destination asks for order per person';
comment on column delivery.email_key is 'the person by e-mail, likewise';

create index delivery_claim on delivery (destination, due_at) where due_at is not null;
create index delivery_order_by_phone on delivery (destination, phone_key, lead_id)
    where due_at is not null and phone_key is not null;
create index delivery_order_by_email on delivery (destination, email_key, lead_id)
    where due_at is not null and email_key is not null;
create index delivery_attention on delivery (destination, status, outcome)
    where status in ('HELD', 'DEAD', 'REJECTED');

create table delivery_call (
    lead_id uuid not null,
    destination text not null,
    attempt integer not null,
    call integer not null,
    operation text not null,
    outcome text not null,
    http_status integer,
    started_at timestamptz not null,
    duration_millis integer not null,
    response text,
    late boolean not null,
    primary key (lead_id, destination, attempt, call)
) partition by range (lead_id);

comment on column delivery_call.late is 'the lease was lost before the result came: it is on record and changed nothing';

create table person_in_flight (
    destination text not null,
    order_key text not null,
    lead_id uuid not null,
    leased_until timestamptz not null,
    primary key (destination, order_key)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

create index person_in_flight_lead on person_in_flight (lead_id);

create table intake_key (
    source text not null,
    kind text not null check (kind in ('HEADER', 'REFERENCE')),
    key text not null,
    lead_id uuid not null,
    content_hash bytea not null,
    expires_at timestamptz not null,
    primary key (source, kind, key)
);

create index intake_key_expiry on intake_key (expires_at);

create table destination_state (
    destination text not null primary key,
    paused boolean not null default false,
    pause_reason text,
    paused_since timestamptz,
    held boolean not null default false,
    hold_reason text,
    held_since timestamptz,
    probe_at timestamptz,
    released_at timestamptz,
    constraint held_has_probe check (held = (probe_at is not null)),
    constraint held_has_time check (held = (held_since is not null)),
    constraint paused_has_time check (paused = (paused_since is not null))
);

-- Makes the monthly partitions from last month to the given number of months ahead; what is there already stays. The
-- storage settings stand here because PostgreSQL keeps them per partition. There is no default partition: one stray
-- row in it would block the making of the right one.
create function make_partitions(months_ahead integer) returns void
    language plpgsql
as $$
declare
    this_month constant timestamp := date_trunc('month', clock_timestamp() at time zone 'UTC');
    first_day timestamp;
    parent text;
    partition text;
begin
    perform pg_advisory_xact_lock(7146201, 1);
    for month in -1..months_ahead loop
        first_day := this_month + make_interval(months => month);
        foreach parent in array array['lead', 'delivery', 'delivery_call'] loop
            partition := parent || to_char(first_day, '_YYYY_MM');
            continue when to_regclass(partition) is not null;
            execute format('create table %I (like %I including defaults including constraints) with (%s)',
                partition, parent,
                case parent
                    when 'delivery' then 'fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, '
                        || 'autovacuum_vacuum_threshold = 1000, autovacuum_analyze_scale_factor = 0.05'
                    else 'autovacuum_analyze_scale_factor = 0.05'
                end);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                parent, partition,
                lead_id_floor(first_day at time zone 'UTC'),
                lead_id_floor((first_day + interval '1 month') at time zone 'UTC'));
        end loop;
    end loop;
end
$$;

select make_partitions(6);
