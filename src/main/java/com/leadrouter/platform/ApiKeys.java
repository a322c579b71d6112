package com.leadrouter.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The API keys of the sources, {@code lead-router.sources.<name>.api-keys}. Only digests are kept, and looking one up
 * takes as long whosever it is.
 */
@Component
public final class ApiKeys {

    private static final String PREFIX = "lead-router.sources";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> sources;

    ApiKeys(Settings settings) {
        Map<String, ApiKeySettings> configured = new TreeMap<>(settings.bindEach(PREFIX, ApiKeySettings.class));
        sources = Set.copyOf(configured.keySet());
        configured.forEach(this::add);
    }

    private void add(String source, ApiKeySettings settings) {
        String here = PREFIX + "." + source;
        InvalidSetting.check(
                NAME.matcher(source).matches(),
                here,
                "a source's name has lower-case letters, digits and hyphens only, at most 40");
        List<ApiKey> keys = settings.keys();
        for (int i = 0; i < keys.size(); i++) {
            ApiKey key = keys.get(i);
            boolean isNew = entries.stream().noneMatch(entry -> entry.key.equals(key));
            InvalidSetting.check(isNew, here + ".api-keys[" + i + "]", "is configured twice");
            entries.add(new Entry(key, new CallingSource(source)));
        }
    }

    /** The names of all sources. */
    public Set<String> sources() {
        return sources;
    }

    /** Whose key it is, if anyone's. */
    public Optional<CallingSource> sourceOf(String key) {
        byte[] sent = ApiKey.digestOf(key);
        Optional<CallingSource> source = Optional.empty();
        for (Entry entry : entries) {
            if (entry.key.is(sent)) {
                source = Optional.of(entry.source); // and on to the end, which tells nobody how far it was
            }
        }
        return source;
    }

    private record Entry(ApiKey key, CallingSource source) {}
}
