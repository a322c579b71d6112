-- What operators do to deliveries and leads.

-- All default to what a new delivery is, so that intake need not name them; none is in an index, and none is checked:
-- that would read the whole table while nobody else can, and fail a replica that knows nothing of them yet.
alter table delivery
    add column to_cancel boolean not null default false,
    add column forced boolean not null default false,
    add column corrected boolean not null default false,
    add column delivered_at timestamptz;

comment on column delivery.to_cancel is 'cancelled while on its way (it says nothing without a lease): it ends DELIVERED where the destination takes it, else CANCELLED';
comment on column delivery.corrected is 'the lead has been corrected since its last try was claimed';
comment on column delivery.delivered_at is 'of what is sent once more by force: when it had been delivered before';
comment on column delivery.forced is 'an operator has it sent as it is, whatever the pre-flight says';

-- When a lead was taken in, by its id.
create function lead_id_time(id uuid) returns timestamptz
    language sql immutable strict parallel safe
as $$
    select to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0)
$$;

alter table destination_state
    add column last_success_at timestamptz;

comment on column destination_state.last_success_at is 'when a delivery arrived last; noted every few seconds';

-- What was done to a lead, for its page.
create index operator_action_target on operator_action (target text_pattern_ops, id);

-- What a correction replaced; never changed, gone with its lead.
create table lead_correction (
    lead_id uuid not null,
    number integer not null,
    at timestamptz not null default clock_timestamp(),
    operator text not null,
    reason text,
    changed text[] not null,
    before jsonb not null,
    primary key (lead_id, number)
);

comment on column lead_correction.changed is 'JSON pointers into the lead, as URI fragments';
comment on column lead_correction.before is 'the document that was replaced';

-- A re-sending in bulk that is too large for one transaction, and what is left of it to be sent.
create table retry_job (
    id uuid not null primary key default gen_random_uuid(),
    requested_at timestamptz not null default clock_timestamp(),
    requested_by text not null,
    state text not null default 'RUNNING' check (state in ('RUNNING', 'DONE', 'STOPPED')),
    matched integer not null,
    retried integer not null default 0,
    attempt bigint not null default 0,
    leased_until timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    constraint ended_has_time check ((state = 'RUNNING') = (finished_at is null))
);

create index retry_job_running on retry_job (requested_at) where state = 'RUNNING';

comment on column retry_job.attempt is 'the fence of the replica that runs it; only ever grows';

create table retry_job_item (
    job_id uuid not null references retry_job on delete cascade,
    destination text not null,
    lead_id uuid not null,
    status text not null,
    attempt integer not null,
    primary key (job_id, destination, lead_id)
);

comment on table retry_job_item is 'sent only while the delivery stands as it stood when the job was begun';
