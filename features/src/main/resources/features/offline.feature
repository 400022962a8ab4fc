# What "mgmt validate" and "mgmt graph" run: the same bundles as the agent's, without configuration,
# so that no state directory is made, no graph runs and no etcd is started.
org.osgi.util.function
org.osgi.util.promise
org.osgi.service.component
org.apache.felix.configadmin
org.apache.felix.scr
io.mgmt.api
io.mgmt.core
snakeyaml
jackson-core
jackson-jr-objects
io.mgmt.host
io.mgmt.yaml
io.mgmt.file.watch
io.mgmt.resource.basic
io.mgmt.resource.file
io.mgmt.resource.exec
io.mgmt.engine
