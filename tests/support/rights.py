"""What a user may do in a database of PostgreSQL. No steps."""

RIGHTS = """
WITH spaces AS (
  SELECT * FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), rights (object, acl) AS (
  SELECT 'the database', coalesce(datacl, acldefault('d', datdba))
  FROM pg_database WHERE datname = current_database()
  UNION ALL SELECT 'the schema ' || nspname, coalesce(nspacl, acldefault('n', nspowner))
  FROM spaces
  UNION ALL SELECT relname, relacl
  FROM pg_class JOIN spaces ON relnamespace = spaces.oid
  UNION ALL SELECT attname || ' of ' || relname, attacl
  FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid
  JOIN spaces ON relnamespace = spaces.oid
  UNION ALL SELECT proname, coalesce(proacl, acldefault('f', proowner))
  FROM pg_proc JOIN spaces ON pronamespace = spaces.oid WHERE prosecdef
  UNION ALL SELECT 'what is created later', defaclacl FROM pg_default_acl
)
SELECT privilege_type || ' on ' || object || CASE WHEN is_grantable THEN ' to others' ELSE '' END
  || CASE grantee WHEN 0 THEN ', and so has everybody else' ELSE '' END
FROM rights, aclexplode(acl) WHERE grantee IN (0, CAST(:visitor AS regrole))
UNION ALL SELECT 'all that ' || CAST(roleid AS regrole) || ' may do'
FROM pg_auth_members WHERE member = CAST(:visitor AS regrole)
"""
"""What a user or everybody may do in a database."""
