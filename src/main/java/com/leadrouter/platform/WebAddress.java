package com.leadrouter.platform;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What may stand as the base URL of a destination. */
public final class WebAddress {

    private WebAddress() {}

    /** The address, or its refusal where it is missing or no plain http or https address. */
    public static URI required(String key, @Nullable URI address) {
        URI given = InvalidSetting.required(key, address);
        boolean web = ("http".equalsIgnoreCase(given.getScheme()) || "https".equalsIgnoreCase(given.getScheme()))
                && given.getHost() != null
                && given.getUserInfo() == null
                && given.getQuery() == null
                && given.getFragment() == null;
        InvalidSetting.check(
                web, key, "must be an http or https address with a host, without user, query and fragment");
        return given;
    }
}
