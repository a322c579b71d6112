package com.leadrouter.platform;

import java.util.Map;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Makes what tells the address of a request, for the tests of others. */
public final class ClientAddresses {

    private ClientAddresses() {}

    public static ClientAddress trusting(String network) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("lead-router.trusted-proxies", network)));
        return new ClientAddress(new Settings(environment));
    }
}
