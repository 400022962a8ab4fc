// SPDX-License-Identifier: Apache-2.0
package io.mgmt.etcd.client;

import io.mgmt.store.Store;
import io.mgmt.testkit.RealEtcd;
import io.mgmt.testkit.StoreContract;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;

/** The contract of every store, kept by etcd. */
@RunWith(Parameterized.class)
public class JetcdStoreIT extends StoreContract {

    private static RealEtcd etcd;
    private static Client client;

    public JetcdStoreIT(String version) {
        // Each version runs all tests; which one it is was seen to before.
    }

    @Parameterized.Parameters(name = "etcd {0}")
    public static List<String> versions() {
        return EtcdVersions.all();
    }

    @Parameterized.BeforeParam
    public static void start(String version) throws IOException, InterruptedException {
        etcd = RealEtcd.start(EtcdVersions.binary(version));
        client = Client.patient().connect(etcd);
    }

    @Parameterized.AfterParam
    public static void end() {
        client.close();
        etcd.close();
    }

    @Override
    protected Store store() {
        return client.store();
    }

    @Override
    protected void compact(long revision) {
        etcd.post("/v3/kv/compaction", "{\"revision\":\"" + revision + "\"}");
    }

    @Override
    protected void pass(Duration time) {
        // It passes by itself, while the tests wait.
    }
}
