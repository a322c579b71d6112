package com.leadrouter.intake;

import com.leadrouter.platform.CallingSource;
import com.leadrouter.platform.InvalidSetting;
import com.leadrouter.platform.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The public forms of all sources, by the key that stands in their address. */
@Component
final class PublicForms {

    private final Map<String, PublicForm> forms = new TreeMap<>();

    PublicForms(Settings settings) {
        settings.bindEach(FormSettings.PREFIX, FormSettings.class)
                .forEach((source, sourcesForm) -> sourcesForm.configured().ifPresent(form -> add(source, form)));
    }

    private void add(String source, FormSettings.Form form) {
        InvalidSetting.check(
                !forms.containsKey(form.key()),
                FormSettings.PREFIX + "." + source + ".form.key",
                "is the key of another form");
        forms.put(form.key(), new PublicForm(new CallingSource(source), form));
    }

    Optional<PublicForm> withKey(String key) {
        return Optional.ofNullable(forms.get(key));
    }
}
