package com.leadrouter.platform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The API keys of the sources, {@code lead-router.sources.<name>.api-keys}; a source may have several, so that one can be
 * changed for another. Plain keys are kept as digests, and looking one up takes as long whosever it is. Those that are
 * bcrypt hashes are {@link BcryptKeys}.
 */
@Component
public final class ApiKeys {

    private static final String PREFIX = "lead-router.sources";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    private record Entry(ApiKey.Digest key, CallingSource source) {}

    private final List<Entry> digests = new ArrayList<>();
    private final BcryptKeys bcrypts = new BcryptKeys();
    private final Set<String> sources;

    ApiKeys(Settings settings) {
        Map<String, ApiKeySettings> configured = new TreeMap<>(settings.bindEach(PREFIX, ApiKeySettings.class));
        sources = Set.copyOf(configured.keySet());
        Set<ApiKey> known = new HashSet<>();
        configured.forEach((source, keys) -> add(source, keys.keys(), known));
    }

    private void add(String name, List<ApiKey> keys, Set<ApiKey> known) {
        String here = PREFIX + "." + name;
        InvalidSetting.check(
                NAME.matcher(name).matches(),
                here,
                "a source's name has lower-case letters, digits and hyphens only, at most 40");
        CallingSource source = new CallingSource(name);
        for (int i = 0; i < keys.size(); i++) {
            InvalidSetting.check(known.add(keys.get(i)), here + ".api-keys[" + i + "]", "is configured twice");
            switch (keys.get(i)) {
                case ApiKey.Digest digest -> digests.add(new Entry(digest, source));
                case ApiKey.Bcrypt bcrypt -> bcrypts.add(bcrypt, source);
            }
        }
    }

    /** The names of all sources. */
    public Set<String> sources() {
        return sources;
    }

    /** Whose key it is, if anyone's; {@link KeysBusy} where that cannot be told just now. */
    public Optional<CallingSource> sourceOf(String key) {
        ApiKey.Digest sent = ApiKey.Digest.of(key);
        Optional<CallingSource> source = Optional.empty();
        for (Entry entry : digests) {
            if (entry.key.equals(sent)) {
                source = Optional.of(entry.source); // and on to the end, which tells nobody how far it was
            }
        }
        return source.isPresent() ? source : bcrypts.sourceOf(key);
    }
}
