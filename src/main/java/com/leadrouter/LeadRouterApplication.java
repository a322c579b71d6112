package com.leadrouter;

import com.leadrouter.platform.NewApiKey;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;

/** The service: takes leads in and delivers them. Of Spring Security only operators see anything: {@code OperatorAccess}. */
@SpringBootApplication(exclude = SecurityFilterAutoConfiguration.class)
public class LeadRouterApplication {

    public static void main(String[] args) {
        if (List.of(args).contains(NewApiKey.OPTION)) {
            System.out.print(NewApiKey.make().instructions());
            return;
        }
        LastResort.arm(LastResort.AT_MOST);
        SpringApplication.run(LeadRouterApplication.class, args);
    }
}
