package com.leadrouter.kapture;

import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.CourierType;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.RemoteCall;
import com.leadrouter.platform.RemoteCalls;
import com.leadrouter.platform.Settings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Destinations of type {@code kapture}: opened for their deliveries, and to be asked for their customers. */
@Component
final class KaptureCourierType implements CourierType, KaptureTenants {

    private final Settings settings;
    private final RemoteCalls remoteCalls;
    private final KnownCustomers customers;
    private final Map<DestinationName, KaptureTenant> tenants = new ConcurrentHashMap<>();

    KaptureCourierType(Settings settings, RemoteCalls remoteCalls, KnownCustomers customers) {
        this.settings = settings;
        this.remoteCalls = remoteCalls;
        this.customers = customers;
    }

    @Override
    public String type() {
        return "kapture";
    }

    @Override
    public Courier open(DestinationName destination) {
        KaptureSettings kapture = settings.bind("lead-router.destinations." + destination, KaptureSettings.class);
        RemoteCall remote = remoteCalls.open(destination.value(), kapture.baseUrl(), kapture.secrets());
        tenants.put(destination, new KaptureTenant(destination, kapture, new KapturePull(kapture, remote)));
        return new KaptureCourier(destination, kapture, remote, customers);
    }

    @Override
    public Map<DestinationName, KaptureTenant> all() {
        return Map.copyOf(tenants);
    }
}
