package com.leadrouter.platform;

import java.util.List;
import java.util.stream.IntStream;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The keys of one source: {@code lead-router.sources.<name>.api-keys}. */
record ApiKeySettings(@DefaultValue List<String> apiKeys) {

    ApiKeySettings {
        apiKeys = List.copyOf(apiKeys);
        InvalidSetting.check(!apiKeys.isEmpty(), "api-keys", "must have at least one key");
        keysOf(apiKeys);
    }

    List<ApiKey> keys() {
        return keysOf(apiKeys);
    }

    private static List<ApiKey> keysOf(List<String> apiKeys) {
        return IntStream.range(0, apiKeys.size())
                .mapToObj(i -> ApiKey.configured("api-keys[" + i + "]", apiKeys.get(i)))
                .toList();
    }

    @Override
    public String toString() {
        return "ApiKeySettings[…]";
    }
}
