# What lies beside the agent and is started by nobody: a bundle of these is activated by copying its jar to deploy/,
# as docs/OPERATING.md says under "Policies".

io.mgmt.sizing.fraction
io.mgmt.sizing.schedule
io.mgmt.sizing.survive
io.mgmt.placement.pinned
