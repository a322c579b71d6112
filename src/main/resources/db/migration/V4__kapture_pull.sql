-- What pulls and Gets have told us of Kapture's customers, beside what deliveries have. Of a customer that no lead
-- explains only the id, the times and keyed hashes are kept: enough to know it when its lead comes.
alter table kapture_customer
    add name text,
    add phone_hash bytea,
    add email_hash bytea,
    add explained boolean not null default true,
    add created_at timestamptz,
    add modified_at timestamptz,
    add confirmed_at timestamptz,
    add gone_at timestamptz,
    add pull_id uuid,
    add constraint unexplained_is_nobody
        check (explained or (name is null and phone is null and email is null));

comment on column kapture_customer.explained is 'a delivery has told of it, or a lead has its phone or e-mail';
comment on column kapture_customer.phone_hash is 'keyed; only where the phone itself is not kept';
comment on column kapture_customer.email_hash is 'keyed; only where the e-mail itself is not kept';
comment on column kapture_customer.created_at is 'by Kapture''s clock';
comment on column kapture_customer.modified_at is 'by Kapture''s clock';
comment on column kapture_customer.seen_at is 'when we asked the question, or made the delivery, that told of it last';
comment on column kapture_customer.confirmed_at is 'when we asked the latest pull or Get that said it is there';
comment on column kapture_customer.gone_at is 'when we learnt that Kapture does not have it any more';
comment on column kapture_customer.pull_id is 'the pull that saw it last: what one sees twice, since it was taken up again, counts once';

create index kapture_customer_phone_hash on kapture_customer (destination, phone_hash) where phone_hash is not null;
create index kapture_customer_email_hash on kapture_customer (destination, email_hash) where email_hash is not null;
create index kapture_customer_name on kapture_customer (destination, (lower(name) collate "C"), customer_id)
    where name is not null;
create index kapture_customer_unexplained on kapture_customer (destination, created_at) where not explained;
create index kapture_customer_age on kapture_customer (seen_at);

create table kapture_pull (
    id uuid not null primary key default gen_random_uuid(),
    destination text not null,
    slot bigint,
    requested_by text,
    from_at timestamptz not null,
    to_at timestamptz not null,
    state text not null default 'RUNNING' check (state in ('RUNNING', 'DONE', 'FAILED')),
    customers integer not null default 0,
    new integer not null default 0,
    changed integer not null default 0,
    windows_done integer not null default 0,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    error text,
    attempt integer not null default 0,
    leased boolean not null default false,
    leased_until timestamptz not null default clock_timestamp(),
    leases_lost integer not null default 0,
    constraint pull_has_range check (from_at < to_at),
    constraint pull_has_reason check ((slot is null) = (requested_by is not null)),
    constraint ended_has_time check ((state = 'RUNNING') = (finished_at is null)),
    constraint failed_has_error check ((state = 'FAILED') = (error is not null))
);

comment on column kapture_pull.slot is 'when the interval of the schedule began, in milliseconds since 1970, so that each is pulled once over all replicas; null when requested';
comment on column kapture_pull.windows_done is 'where it is taken up again';
comment on column kapture_pull.attempt is 'how often it was taken up, and the fence of whoever did';
comment on column kapture_pull.leased is 'a replica has it, or died with it';
comment on column kapture_pull.leased_until is 'nobody takes it up before: the end of the lease, or of a pause';
comment on column kapture_pull.leases_lost is 'replicas that died with it; five end it';

create unique index kapture_pull_slot on kapture_pull (destination, slot);
create index kapture_pull_running on kapture_pull (destination, started_at) where state = 'RUNNING';
create index kapture_pull_age on kapture_pull (started_at);

-- Keys that were made at the first start, since the configuration has none.
create table secret (
    name text not null primary key,
    value text not null
);

-- One line per day and destination: what reconciliation said of the leads that were delivered that day.
create table kapture_reconciliation (
    destination text not null,
    day date not null,
    confirmed integer not null,
    unconfirmed integer not null,
    unexplained integer not null,
    different integer not null,
    counted_at timestamptz not null default clock_timestamp(),
    primary key (destination, day)
);

create index delivery_delivered on delivery (destination, settled_at) where status = 'DELIVERED';
create index delivery_external_id on delivery (destination, external_id, lead_id) where external_id is not null;
create index lead_email on lead (email, id) where email is not null;
create index lead_phone on lead (phone, id) where phone is not null;
