package com.leadrouter.intake;

import com.leadrouter.lead.LeadDefaults;
import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The sources of leads, with what is configured of the leads of each. */
@Component
final class Sources {

    private final Map<String, SourceSettings> sources;

    Sources(Settings settings) {
        sources = settings.bindEach(SourceSettings.PREFIX, SourceSettings.class);
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
