package com.leadrouter.platform;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The proxies whose forwarded headers count, as networks such as 10.0.0.0/8: {@code lead-router.trusted-proxies}. */
record ProxySettings(@DefaultValue List<String> trustedProxies) {

    static final String PREFIX = "lead-router";

    ProxySettings {
        trustedProxies = List.copyOf(trustedProxies);
        networksOf(trustedProxies);
    }

    Networks networks() {
        return networksOf(trustedProxies);
    }

    private static Networks networksOf(List<String> networks) {
        return Networks.configured("trusted-proxies", networks);
    }
}
