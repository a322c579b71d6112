-- Who is signed in at the console, on all replicas; what Spring Session asks for (its schema-postgresql.sql), under our name.
create table operator_session (
    primary_id char(36) not null primary key,
    session_id char(36) not null unique,
    creation_time bigint not null,
    last_access_time bigint not null,
    max_inactive_interval integer not null,
    expiry_time bigint not null,
    principal_name text
);

create index operator_session_expiry on operator_session (expiry_time);

create table operator_session_attributes (
    session_primary_id char(36) not null references operator_session (primary_id) on delete cascade,
    attribute_name text not null,
    attribute_bytes bytea not null,
    primary key (session_primary_id, attribute_name)
);

-- Who is slowed down for trying passwords, until when; keys are keyed hashes, of names and of where they were tried.
create table sign_in_brake (
    key text not null primary key,
    until timestamptz not null
);

comment on column sign_in_brake.until is 'put off by each wrong password; how far it lies ahead says how many have come';
