package com.leadrouter.intake;

import com.leadrouter.lead.LeadDefaults;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Settings;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The sources of leads, with what each says of all its leads. */
@Component
final class Sources {

    private final Map<String, LeadDefaults> defaults;

    Sources(Settings settings) {
        defaults = settings.bindEach(SourceSettings.PREFIX, SourceSettings.class).entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, source -> source.getValue().forLeadsOf(source.getKey())));
    }

    LeadDefaults defaultsOf(CallingSource source) {
        return Objects.requireNonNull(defaults.get(source.name()));
    }
}
