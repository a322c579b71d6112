package com.leadrouter.kapture;

import com.leadrouter.lead.DestinationName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.springframework.stereotype.Component;

/** The configured destinations of type {@code kapture}, for whatever asks them beside the deliveries. */
@Component
final class KaptureTenants {

    /** One of them. */
    record Tenant(DestinationName name, KaptureSettings settings, CustomerPages pages) {

        /** Whether a pull tells of the key that deliveries use. */
        boolean pullsWithTheDeliveriesKey() {
            return settings.pullUsesTheDeliveriesKey();
        }
    }

    private final Map<String, Tenant> tenants = new ConcurrentSkipListMap<>();

    void opened(Tenant tenant) {
        tenants.put(tenant.name().value(), tenant);
    }

    Optional<Tenant> find(DestinationName name) {
        return Optional.ofNullable(tenants.get(name.value()));
    }

    Collection<Tenant> all() {
        return List.copyOf(tenants.values());
    }
}
