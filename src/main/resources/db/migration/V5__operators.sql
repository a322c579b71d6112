-- Who did what, when, to how many, and why; never changed, never deleted.
create table operator_action (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    operator text not null,
    action text not null
        check (action in ('retry', 'cancel', 'bulk-retry', 'pause', 'resume', 'correct', 'erase', 'pull')),
    target text not null,
    count integer not null,
    reason text
);

-- Which replica asks a Kapture destination, one at a time, for the customers that no pull has confirmed.
create table kapture_asker (
    destination text not null primary key,
    attempt bigint not null,
    leased_until timestamptz not null
);

comment on column kapture_asker.attempt is 'the fence of whoever has the lease; only ever grows';

-- Whom a Kapture destination could not be asked for, and when it is tried again.
create table kapture_question (
    destination text not null,
    subject text not null,
    failures integer not null check (failures >= 0),
    ask_after timestamptz not null,
    primary key (destination, subject)
);

comment on column kapture_question.subject is 'the id of the customer, or of the lead where the delivery does not know it';
comment on column kapture_question.failures is 'how often in a row; 0 where it was answered, and that answer is enough for a while';

-- Whom a pull of a time should have seen.
create index kapture_customer_created on kapture_customer (destination, created_at) where gone_at is null;
