// SPDX-License-Identifier: Apache-2.0
package io.mgmt.membership;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Map;
import org.junit.Test;

public class PoliciesCommandTest {

    private static Asked policies(Picture picture, String... arguments) throws InterruptedException {
        return Asked.of(new PoliciesCommand(Asked.inquiry(picture.now())), arguments);
    }

    @Test
    public void saysWhichDecidesAndWhatTheOthersWouldSay() throws Exception {
        Picture picture = new Picture().voters("h1", "h2").spares("h3").sizing("best", 7, view -> null)
                .shadow("tried", 5);
        assertEquals("""
                KIND       POLICY  VERSION  RANKING  PART         SAYS                                            REASON
                sizing     best    1.0.0    7        passed over  -                                               it answers null
                sizing     fixed   1.0.0    0        decides      3 voters                                        idealClusterSize is 3
                sizing     tried   1.0.0    0        shadow       5 voters                                        it is tried
                placement  spread  1.0.0    0        decides      first to come: h3; first to go: h2, h1          -
                """.replaceAll(" +", " "), policies(picture).out().replaceAll(" +", " "));
    }

    @Test
    public void printsJson() throws Exception {
        Asked asked = policies(new Picture().voters("h1"), "--json");
        assertEquals(Map.of("kind", "sizing", "policy", "fixed", "version", "1.0.0", "ranking", 0, "service", 1,
                "part", "decides", "says", "3 voters", "reason", "idealClusterSize is 3"), asked.jsonList().get(0));
    }

    @Test
    public void aProblemOfThePoliciesIsAProblemOfTheCluster() throws Exception {
        Picture picture = new Picture().voters("h1", "h2", "h3").sizing("best", 7, view -> null);
        String text = Asked.of(new MembersCommand(Asked.inquiry(picture.now()))).out();
        assertTrue(text, text.contains("! The sizing policy best is passed over: it answers null; fixed decides.\n"));
        String none = Asked.of(new MembersCommand(Asked.inquiry(new Picture().voters("h1").noPolicy().now()))).out();
        assertTrue(none, none.contains("! No sizing policy is installed: no size is sought.\n"));
    }
}
