package com.leadrouter.cap;

import com.leadrouter.delivery.Courier;
import com.leadrouter.delivery.CourierType;
import com.leadrouter.lead.DestinationName;
import com.leadrouter.platform.RemoteCalls;
import com.leadrouter.platform.Settings;
import java.util.List;
import org.springframework.stereotype.Component;

/** Opens the destinations of type {@code cap}. */
@Component
final class CapCourierType implements CourierType {

    private final Settings settings;
    private final RemoteCalls remoteCalls;

    CapCourierType(Settings settings, RemoteCalls remoteCalls) {
        this.settings = settings;
        this.remoteCalls = remoteCalls;
    }

    @Override
    public String type() {
        return "cap";
    }

    @Override
    public Courier open(DestinationName destination) {
        CapSettings cap = settings.bind("lead-router.destinations." + destination, CapSettings.class);
        return new CapCourier(cap, remoteCalls.open(destination.value(), cap.baseUrl(), List.of(cap.apiKey())));
    }
}
