package com.leadrouter.intake;

import com.leadrouter.lead.LeadDefaults;
import com.leadrouter.lead.SourceDefaults;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The sources of leads, with what is configured of the leads of each. */
@Component
final class Sources implements SourceDefaults {

    private final Map<String, SourceSettings> sources;

    Sources(Settings settings) {
        sources = settings.bindEach(SourceSettings.PREFIX, SourceSettings.class);
    }

    @Override
    public LeadDefaults of(String source) {
        @Nullable SourceSettings settings = sources.get(source);
        return settings == null ? new LeadDefaults(source, null, null, null, null) : settings.forLeadsOf(source);
    }

    @Override
    public Duration duplicateWindowOf(String source) {
        @Nullable SourceSettings settings = sources.get(source);
        return settings == null ? Duration.ZERO : settings.duplicateWindow();
    }

    LeadDefaults defaultsOf(CallingSource source) {
        return settingsOf(source).forLeadsOf(source.name());
    }

    Duration duplicateWindowOf(CallingSource source) {
        return settingsOf(source).duplicateWindow();
    }

    private SourceSettings settingsOf(CallingSource source) {
        return Objects.requireNonNull(sources.get(source.name()));
    }
}
