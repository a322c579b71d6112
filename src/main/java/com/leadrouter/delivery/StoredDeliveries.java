package com.leadrouter.delivery;

import java.util.List;
import java.util.UUID;
import org.springframework.data.repository.Repository;

interface StoredDeliveries extends Repository<StoredDelivery, DeliveryKey> {

    List<StoredDelivery> findByLeadIdOrderByDestination(UUID leadId);
}
