-- Gives each service a role and a schema of its own in the one database, so that none can read another's tables.
-- Running it again changes passwords to what the environment says, and nothing else.
\set ON_ERROR_STOP on
\getenv gateway GATEWAY_DB_PASSWORD
\getenv pod_svc POD_SVC_DB_PASSWORD
\getenv project_svc PROJECT_SVC_DB_PASSWORD
\getenv session_svc SESSION_SVC_DB_PASSWORD
\getenv task_svc TASK_SVC_DB_PASSWORD

BEGIN;
SELECT pg_advisory_xact_lock(hashtext('podium.roles')) \g /dev/null

CREATE TEMPORARY TABLE roles (name text NOT NULL, password text NOT NULL) ON COMMIT DROP;
INSERT INTO roles VALUES
  ('gateway', :'gateway'),
  ('pod_svc', :'pod_svc'),
  ('project_svc', :'project_svc'),
  ('session_svc', :'session_svc'),
  ('task_svc', :'task_svc');

SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('CREATE ROLE %I LOGIN', name) FROM roles WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', name, password) FROM roles \gexec
-- May make further schemas, as a projection is rebuilt beside the one in use.
SELECT format('GRANT CONNECT, CREATE ON DATABASE %I TO %I', current_database(), name) FROM roles \gexec
-- PostgreSQL lets only a member make a schema for a role; an administrator who is no superuser needs it said.
SELECT format('GRANT %I TO CURRENT_USER', name) FROM roles
WHERE NOT pg_has_role(current_user, name, 'SET') \gexec
SELECT format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', name, name) FROM roles \gexec
SELECT format('ALTER ROLE %I SET search_path = %I', name, name) FROM roles \gexec
COMMIT;
