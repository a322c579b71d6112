-- Who was erased: nothing that is told of them from elsewhere is kept, unless a later lead has the value.
create table erased_person (
    hash bytea not null primary key,
    erased_at timestamptz not null default clock_timestamp()
);

comment on column erased_person.hash is 'keyed, of an e-mail address or a phone number';

-- Which leads they were: asked again, a receipt still says where they are.
create table erased_lead (
    hash bytea not null,
    lead_id uuid not null,
    primary key (hash, lead_id)
);

create index erased_lead_id on erased_lead (lead_id);

comment on column erased_lead.hash is 'keyed, of the e-mail address or phone number that was asked for';

-- What retention has removed, and for how long the others had to wait for it.
create table retention_record (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    month date not null,
    removed text not null check (removed in ('PARTITIONS', 'LEADS', 'ALL_CALLS', 'CALLS')),
    leads bigint not null default 0,
    calls bigint not null default 0,
    locked_millis integer not null default 0
);

comment on column retention_record.month is 'in which the leads were handed in';
comment on column retention_record.removed is 'PARTITIONS: a whole month; LEADS: settled ones of a month with open ones; ALL_CALLS and CALLS: of leads that stay';
comment on column retention_record.leads is 'how many went';
comment on column retention_record.calls is 'how many went of leads that stay; not counted with ALL_CALLS';

-- For how many whole months ahead there are partitions of all three tables.
create function partitions_ahead() returns integer
    language sql stable
as $$
    select coalesce(min(month) - 1, 24)::integer
    from generate_series(0, 24) as month,
        unnest(array['lead', 'delivery', 'delivery_call']) as parent
    where not exists (
        select from pg_inherits i
        where i.inhparent = parent::regclass
          and i.inhrelid = to_regclass(parent || to_char(
              date_trunc('month', clock_timestamp() at time zone 'UTC') + make_interval(months => month), '_YYYY_MM')))
$$;
