package com.leadrouter.delivery;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface StoredCalls extends Repository<StoredCall, StoredCall.Key> {

    List<StoredCall> findByLeadIdOrderByDestinationAscAttemptAscCallAsc(UUID leadId);
}
