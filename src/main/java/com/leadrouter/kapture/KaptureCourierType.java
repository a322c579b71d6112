package com.leadrouter.kapture;

import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.CourierType;
import com.leadrouter.kapture.KaptureTenants.Tenant;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.RemoteCall;
import com.leadrouter.platform.RemoteCalls;
import com.leadrouter.platform.Settings;
import org.springframework.stereotype.Component;

/** Destinations of type {@code kapture}. */
@Component
final class KaptureCourierType implements CourierType {

    private final Settings settings;
    private final RemoteCalls remoteCalls;
    private final KnownCustomers customers;
    private final KaptureTenants tenants;

    KaptureCourierType(Settings settings, RemoteCalls remoteCalls, KnownCustomers customers, KaptureTenants tenants) {
        this.settings = settings;
        this.remoteCalls = remoteCalls;
        this.customers = customers;
        this.tenants = tenants;
    }

    @Override
    public String type() {
        return "kapture";
    }

    @Override
    public Courier open(DestinationName destination) {
        KaptureSettings kapture = settings.bind("lead-router.destinations." + destination, KaptureSettings.class);
        RemoteCall remote = remoteCalls.open(destination.value(), kapture.baseUrl(), kapture.secrets());
        tenants.opened(new Tenant(destination, kapture, new KapturePull(destination, kapture, remote)));
        return new KaptureCourier(destination, kapture, remote, customers);
    }
}
