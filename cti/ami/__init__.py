"""The link to a PBX over AMI. `client.AmiLink` is the way in, `events` what comes out of it."""
