# What "mgmt run" runs, in the order in which it is started.
# The graph comes before etcd, so that resources need not wait for it.

# Services: configuration, components, and a log for what the framework says.
org.osgi.util.function
org.osgi.util.promise
org.osgi.service.component
org.apache.felix.configadmin
org.apache.felix.log
org.apache.felix.scr

# Meeting points and libraries.
io.mgmt.api
io.mgmt.core
snakeyaml
jackson-core
jackson-jr-objects

# This host, and the checks that must pass before anything begins.
io.mgmt.host
io.mgmt.etcd.server
io.mgmt.membership

# What the cluster has deployed; before the engine, because it may hold kinds.
io.mgmt.rollout

# The graph; kinds before the engine, which ends the agent if one is missing.
io.mgmt.yaml
io.mgmt.file.watch
io.mgmt.resource.basic
io.mgmt.resource.file
io.mgmt.resource.exec
# What people add, kinds among it.
io.mgmt.deploy
io.mgmt.engine

# The store, and with it membership's work.
io.mgmt.etcd.client
io.mgmt.sizing.fixed
io.mgmt.placement.spread

# What people use.
io.mgmt.shell
org.apache.felix.metatype
org.apache.felix.gogo.runtime
org.apache.felix.gogo.command
org.apache.felix.gogo.shell
