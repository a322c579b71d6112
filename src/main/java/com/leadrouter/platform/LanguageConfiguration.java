package com.leadrouter.platform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/** In which language a person is spoken to: of those that his browser names the first that there is a file for. */
@Configuration(proxyBeanMethods = false)
final class LanguageConfiguration {

    private static final Locale OF_THE_MAIN_FILE = Locale.ENGLISH;

    @Bean
    LocaleResolver localeResolver(@Value("${spring.messages.basename:messages}") String basename) throws IOException {
        AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver();
        resolver.setDefaultLocale(OF_THE_MAIN_FILE);
        resolver.setSupportedLocales(languages(basename));
        return resolver;
    }

    private static List<Locale> languages(String basename) throws IOException {
        Resource[] files = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:" + basename.replace('.', '/') + "_*.properties");
        List<Locale> languages = new ArrayList<>(List.of(OF_THE_MAIN_FILE));
        Arrays.stream(files)
                .map(file -> Objects.requireNonNull(file.getFilename()))
                .map(name -> name.substring(name.indexOf('_') + 1, name.lastIndexOf('.')))
                .map(language -> Locale.forLanguageTag(language.replace('_', '-')))
                .forEach(languages::add);
        return languages;
    }
}
