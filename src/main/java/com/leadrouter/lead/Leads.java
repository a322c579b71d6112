package com.leadrouter.lead;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** The stored leads, to be read. */
public interface Leads extends Repository<StoredLead, UUID> {

    Optional<StoredLead> findById(UUID id);

    default Optional<StoredLead> find(LeadId id) {
        return findById(id.value());
    }
}
