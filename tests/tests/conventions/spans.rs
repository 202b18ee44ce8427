//! Every span with all its attributes of the semantic conventions v1.44.0, once.
//!
//! Generated from `otlp-macros/semconv/spans.json` by `cargo xtask semconv`; do not edit.

use otlp_runtime::span;

use super::{BOOL, DOUBLE, INT, TEXT, TEXTS};

/// Starts and ends each span.
pub(crate) fn all() {
    anthropic_inference_client();
    aws_bedrock_client();
    aws_client();
    aws_lambda_server();
    aws_s3_client();
    azure_ai_inference_client();
    azure_cosmosdb_client();
    cicd_pipeline_run_server();
    cicd_pipeline_task_internal();
    cli_client();
    cli_internal();
    db_cassandra_client();
    db_client();
    db_couchdb_client();
    db_elasticsearch_client();
    db_hbase_client();
    db_mariadb_client();
    db_mongodb_client();
    db_mysql_client();
    db_oracledb_client();
    db_postgresql_client();
    db_redis_client();
    db_sql_client();
    db_sql_server_client();
    dotnet_dns_lookup_internal();
    dotnet_http_connection_setup_internal();
    dotnet_http_request_wait_for_connection_internal();
    dotnet_socket_connect_internal();
    dotnet_tls_handshake_internal();
    dynamodb_batchgetitem_client();
    dynamodb_batchwriteitem_client();
    dynamodb_createtable_client();
    dynamodb_deleteitem_client();
    dynamodb_deletetable_client();
    dynamodb_describetable_client();
    dynamodb_getitem_client();
    dynamodb_listtables_client();
    dynamodb_putitem_client();
    dynamodb_query_client();
    dynamodb_scan_client();
    dynamodb_updateitem_client();
    dynamodb_updatetable_client();
    faas_client();
    faas_datasource_server();
    faas_server();
    faas_timer_server();
    gen_ai_create_agent_client();
    gen_ai_embeddings_client();
    gen_ai_execute_tool_internal();
    gen_ai_inference_client();
    gen_ai_invoke_agent_client();
    gen_ai_invoke_agent_internal();
    gen_ai_invoke_workflow_internal();
    gen_ai_retrieval_client();
    graphql_server();
    http_client();
    http_server();
    mcp_client();
    mcp_server();
    messaging_aws_sns_send_producer();
    messaging_aws_sqs_process_consumer();
    messaging_aws_sqs_receive_client();
    messaging_aws_sqs_send_producer();
    messaging_create_producer();
    messaging_eventhubs_create_producer();
    messaging_eventhubs_generic_client();
    messaging_eventhubs_process_consumer();
    messaging_eventhubs_receive_client();
    messaging_eventhubs_send_client();
    messaging_eventhubs_send_producer();
    messaging_eventhubs_settle_client();
    messaging_gcp_pubsub_create_producer();
    messaging_gcp_pubsub_process_consumer();
    messaging_gcp_pubsub_receive_client();
    messaging_gcp_pubsub_send_client();
    messaging_gcp_pubsub_send_producer();
    messaging_gcp_pubsub_settle_client();
    messaging_kafka_create_producer();
    messaging_kafka_process_consumer();
    messaging_kafka_receive_client();
    messaging_kafka_send_client();
    messaging_kafka_send_producer();
    messaging_kafka_settle_client();
    messaging_process_consumer();
    messaging_rabbitmq_process_consumer();
    messaging_rabbitmq_receive_client();
    messaging_rabbitmq_send_producer();
    messaging_rabbitmq_settle_client();
    messaging_receive_client();
    messaging_rocketmq_process_consumer();
    messaging_rocketmq_receive_client();
    messaging_rocketmq_send_producer();
    messaging_send_client();
    messaging_send_producer();
    messaging_servicebus_create_producer();
    messaging_servicebus_generic_client();
    messaging_servicebus_process_consumer();
    messaging_servicebus_receive_client();
    messaging_servicebus_send_client();
    messaging_servicebus_send_producer();
    messaging_servicebus_settle_client();
    messaging_settle_client();
    openai_inference_client();
    rpc_call_client();
    rpc_call_server();
    rpc_connect_rpc_call_client();
    rpc_connect_rpc_call_server();
    rpc_dubbo_call_client();
    rpc_dubbo_call_server();
    rpc_grpc_call_client();
    rpc_grpc_call_server();
    rpc_jsonrpc_call_client();
    rpc_jsonrpc_call_server();
}

#[span(
    anthropic.inference.client,
    "acme.convention" = "anthropic.inference.client",
    gen_ai.operation.name = "chat",
    error.type = "_OTHER",
    gen_ai.conversation.id = TEXT,
    gen_ai.output.type = "text",
    gen_ai.request.choice.count = INT,
    gen_ai.request.model = TEXT,
    gen_ai.request.seed = INT,
    gen_ai.request.stream = BOOL,
    server.port = INT,
    gen_ai.request.frequency_penalty = DOUBLE,
    gen_ai.request.max_tokens = INT,
    gen_ai.request.presence_penalty = DOUBLE,
    gen_ai.request.stop_sequences = TEXTS,
    gen_ai.request.temperature = DOUBLE,
    gen_ai.request.top_p = DOUBLE,
    gen_ai.response.finish_reasons = TEXTS,
    gen_ai.response.id = TEXT,
    gen_ai.response.model = TEXT,
    gen_ai.response.time_to_first_chunk = DOUBLE,
    gen_ai.usage.cache_creation.input_tokens = INT,
    gen_ai.usage.cache_read.input_tokens = INT,
    gen_ai.usage.input_tokens = INT,
    gen_ai.usage.output_tokens = INT,
    gen_ai.usage.reasoning.output_tokens = INT,
    server.address = TEXT,
    gen_ai.input.messages = TEXT,
    gen_ai.output.messages = TEXT,
    gen_ai.system_instructions = TEXT,
    gen_ai.tool.definitions = TEXT,
)]
fn anthropic_inference_client() {}

#[span(
    aws.bedrock.client,
    "acme.convention" = "aws.bedrock.client",
    aws.bedrock.guardrail.id = TEXT,
    gen_ai.operation.name = "chat",
    gen_ai.provider.name = "openai",
    error.type = "_OTHER",
    gen_ai.conversation.id = TEXT,
    gen_ai.output.type = "text",
    gen_ai.request.choice.count = INT,
    gen_ai.request.model = TEXT,
    gen_ai.request.seed = INT,
    gen_ai.request.stream = BOOL,
    server.port = INT,
    aws.bedrock.knowledge_base.id = TEXT,
    gen_ai.request.frequency_penalty = DOUBLE,
    gen_ai.request.max_tokens = INT,
    gen_ai.request.presence_penalty = DOUBLE,
    gen_ai.request.stop_sequences = TEXTS,
    gen_ai.request.temperature = DOUBLE,
    gen_ai.request.top_k = DOUBLE,
    gen_ai.request.top_p = DOUBLE,
    gen_ai.response.finish_reasons = TEXTS,
    gen_ai.response.id = TEXT,
    gen_ai.response.model = TEXT,
    gen_ai.response.time_to_first_chunk = DOUBLE,
    gen_ai.usage.cache_creation.input_tokens = INT,
    gen_ai.usage.cache_read.input_tokens = INT,
    gen_ai.usage.input_tokens = INT,
    gen_ai.usage.output_tokens = INT,
    gen_ai.usage.reasoning.output_tokens = INT,
    server.address = TEXT,
    gen_ai.input.messages = TEXT,
    gen_ai.output.messages = TEXT,
    gen_ai.system_instructions = TEXT,
    gen_ai.tool.definitions = TEXT,
)]
fn aws_bedrock_client() {}

#[span(
    aws.client,
    "acme.convention" = "aws.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn aws_client() {}

#[span(
    aws.lambda.server,
    "acme.convention" = "aws.lambda.server",
    aws.lambda.invoked_arn = TEXT,
    aws.lambda.resource_mapping.id = TEXT,
)]
fn aws_lambda_server() {}

#[span(
    aws.s3.client,
    "acme.convention" = "aws.s3.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.request_id = TEXT,
    aws.s3.bucket = TEXT,
    aws.s3.copy_source = TEXT,
    aws.s3.delete = TEXT,
    aws.s3.key = TEXT,
    aws.s3.part_number = INT,
    aws.s3.upload_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn aws_s3_client() {}

#[span(
    azure.ai.inference.client,
    "acme.convention" = "azure.ai.inference.client",
    gen_ai.operation.name = "chat",
    error.type = "_OTHER",
    gen_ai.conversation.id = TEXT,
    gen_ai.output.type = "text",
    gen_ai.request.choice.count = INT,
    gen_ai.request.model = TEXT,
    gen_ai.request.seed = INT,
    gen_ai.request.stream = BOOL,
    server.port = INT,
    azure.resource_provider.namespace = TEXT,
    gen_ai.request.frequency_penalty = DOUBLE,
    gen_ai.request.max_tokens = INT,
    gen_ai.request.presence_penalty = DOUBLE,
    gen_ai.request.stop_sequences = TEXTS,
    gen_ai.request.temperature = DOUBLE,
    gen_ai.request.top_p = DOUBLE,
    gen_ai.response.finish_reasons = TEXTS,
    gen_ai.response.id = TEXT,
    gen_ai.response.model = TEXT,
    gen_ai.response.time_to_first_chunk = DOUBLE,
    gen_ai.usage.cache_creation.input_tokens = INT,
    gen_ai.usage.cache_read.input_tokens = INT,
    gen_ai.usage.input_tokens = INT,
    gen_ai.usage.output_tokens = INT,
    gen_ai.usage.reasoning.output_tokens = INT,
    server.address = TEXT,
    gen_ai.input.messages = TEXT,
    gen_ai.output.messages = TEXT,
    gen_ai.system_instructions = TEXT,
    gen_ai.tool.definitions = TEXT,
)]
fn azure_ai_inference_client() {}

#[span(
    azure.cosmosdb.client,
    "acme.convention" = "azure.cosmosdb.client",
    db.operation.name = TEXT,
    azure.cosmosdb.connection.mode = "gateway",
    azure.cosmosdb.consistency.level = "Strong",
    azure.cosmosdb.operation.contacted_regions = TEXTS,
    azure.cosmosdb.operation.request_charge = DOUBLE,
    azure.cosmosdb.response.sub_status_code = INT,
    db.collection.name = TEXT,
    db.namespace = TEXT,
    db.response.returned_rows = INT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    azure.client.id = TEXT,
    azure.cosmosdb.request.body.size = INT,
    azure.resource_provider.namespace = TEXT,
    db.operation.batch.size = INT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    server.address = TEXT,
    user_agent.original = TEXT,
    db.query.parameter.x-id = TEXT,
)]
fn azure_cosmosdb_client() {}

#[span(
    cicd.pipeline.run.server,
    "acme.convention" = "cicd.pipeline.run.server",
    cicd.pipeline.result = "success",
    error.type = "_OTHER",
    cicd.pipeline.action.name = "BUILD",
)]
fn cicd_pipeline_run_server() {}

#[span(
    cicd.pipeline.task.internal,
    "acme.convention" = "cicd.pipeline.task.internal",
    cicd.pipeline.task.name = TEXT,
    cicd.pipeline.task.run.id = TEXT,
    cicd.pipeline.task.run.result = "success",
    cicd.pipeline.task.run.url.full = TEXT,
    error.type = "_OTHER",
)]
fn cicd_pipeline_task_internal() {}

#[span(
    cli.client,
    "acme.convention" = "cli.client",
    process.executable.name = TEXT,
    process.exit.code = INT,
    process.pid = INT,
    error.type = "_OTHER",
    process.command_args = TEXTS,
    process.executable.path = TEXT,
)]
fn cli_client() {}

#[span(
    cli.internal,
    "acme.convention" = "cli.internal",
    process.executable.name = TEXT,
    process.exit.code = INT,
    process.pid = INT,
    error.type = "_OTHER",
    process.command_args = TEXTS,
    process.executable.path = TEXT,
)]
fn cli_internal() {}

#[span(
    db.cassandra.client,
    "acme.convention" = "db.cassandra.client",
    db.collection.name = TEXT,
    db.namespace = TEXT,
    db.operation.name = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    cassandra.consistency.level = "all",
    cassandra.coordinator.dc = TEXT,
    cassandra.coordinator.id = TEXT,
    cassandra.page.size = INT,
    cassandra.query.idempotent = BOOL,
    cassandra.speculative_execution.count = INT,
    db.operation.batch.size = INT,
    db.query.summary = TEXT,
    db.query.text = TEXT,
    db.response.returned_rows = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    db.query.parameter.x-id = TEXT,
)]
fn db_cassandra_client() {}

#[span(
    db.client,
    "acme.convention" = "db.client",
    db.system.name = "other_sql",
    db.collection.name = TEXT,
    db.namespace = TEXT,
    db.operation.name = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.operation.batch.size = INT,
    db.query.summary = TEXT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    db.query.parameter.x-id = TEXT,
    db.response.returned_rows = INT,
)]
fn db_client() {}

#[span(
    db.couchdb.client,
    "acme.convention" = "db.couchdb.client",
    db.namespace = TEXT,
    db.operation.name = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.operation.batch.size = INT,
    server.address = TEXT,
)]
fn db_couchdb_client() {}

#[span(
    db.elasticsearch.client,
    "acme.convention" = "db.elasticsearch.client",
    db.operation.name = TEXT,
    http.request.method = "CONNECT",
    url.full = TEXT,
    db.operation.parameter.x-id = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.collection.name = TEXT,
    db.namespace = TEXT,
    db.operation.batch.size = INT,
    db.query.text = TEXT,
    elasticsearch.node.name = TEXT,
    server.address = TEXT,
)]
fn db_elasticsearch_client() {}

#[span(
    db.hbase.client,
    "acme.convention" = "db.hbase.client",
    db.operation.name = TEXT,
    db.collection.name = TEXT,
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.operation.batch.size = INT,
    server.address = TEXT,
)]
fn db_hbase_client() {}

#[span(
    db.mariadb.client,
    "acme.convention" = "db.mariadb.client",
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.collection.name = TEXT,
    db.operation.batch.size = INT,
    db.operation.name = TEXT,
    db.query.summary = TEXT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    server.address = TEXT,
    db.query.parameter.x-id = TEXT,
    db.response.returned_rows = INT,
)]
fn db_mariadb_client() {}

#[span(
    db.mongodb.client,
    "acme.convention" = "db.mongodb.client",
    db.collection.name = TEXT,
    db.operation.name = TEXT,
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.operation.batch.size = INT,
    server.address = TEXT,
)]
fn db_mongodb_client() {}

#[span(
    db.mysql.client,
    "acme.convention" = "db.mysql.client",
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.collection.name = TEXT,
    db.operation.batch.size = INT,
    db.operation.name = TEXT,
    db.query.summary = TEXT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    server.address = TEXT,
    db.query.parameter.x-id = TEXT,
    db.response.returned_rows = INT,
)]
fn db_mysql_client() {}

#[span(
    db.oracledb.client,
    "acme.convention" = "db.oracledb.client",
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.collection.name = TEXT,
    db.operation.batch.size = INT,
    db.operation.name = TEXT,
    db.query.summary = TEXT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    oracle.db.domain = TEXT,
    oracle.db.instance.name = TEXT,
    oracle.db.name = TEXT,
    oracle.db.pdb = TEXT,
    oracle.db.service = TEXT,
    server.address = TEXT,
    db.query.parameter.x-id = TEXT,
    db.response.returned_rows = INT,
)]
fn db_oracledb_client() {}

#[span(
    db.postgresql.client,
    "acme.convention" = "db.postgresql.client",
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.collection.name = TEXT,
    db.operation.batch.size = INT,
    db.operation.name = TEXT,
    db.query.summary = TEXT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    server.address = TEXT,
    db.query.parameter.x-id = TEXT,
    db.response.returned_rows = INT,
)]
fn db_postgresql_client() {}

#[span(
    db.redis.client,
    "acme.convention" = "db.redis.client",
    db.operation.name = TEXT,
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.operation.batch.size = INT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
)]
fn db_redis_client() {}

#[span(
    db.sql.client,
    "acme.convention" = "db.sql.client",
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.collection.name = TEXT,
    db.operation.batch.size = INT,
    db.operation.name = TEXT,
    db.query.summary = TEXT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    server.address = TEXT,
    db.query.parameter.x-id = TEXT,
    db.response.returned_rows = INT,
)]
fn db_sql_client() {}

#[span(
    db.sql_server.client,
    "acme.convention" = "db.sql_server.client",
    db.namespace = TEXT,
    db.response.status_code = TEXT,
    error.type = "_OTHER",
    server.port = INT,
    db.collection.name = TEXT,
    db.operation.batch.size = INT,
    db.operation.name = TEXT,
    db.query.summary = TEXT,
    db.query.text = TEXT,
    db.stored_procedure.name = TEXT,
    server.address = TEXT,
    db.query.parameter.x-id = TEXT,
    db.response.returned_rows = INT,
)]
fn db_sql_server_client() {}

#[span(
    dotnet.dns.lookup.internal,
    "acme.convention" = "dotnet.dns.lookup.internal",
    error.type = "_OTHER",
    dns.answers = TEXTS,
    dns.question.name = TEXT,
)]
fn dotnet_dns_lookup_internal() {}

#[span(
    dotnet.http.connection_setup.internal,
    "acme.convention" = "dotnet.http.connection_setup.internal",
    error.type = "_OTHER",
    network.peer.address = TEXT,
    server.address = TEXT,
    server.port = INT,
    url.scheme = TEXT,
)]
fn dotnet_http_connection_setup_internal() {}

#[span(
    dotnet.http.request.wait_for_connection.internal,
    "acme.convention" = "dotnet.http.request.wait_for_connection.internal",
    error.type = "_OTHER",
)]
fn dotnet_http_request_wait_for_connection_internal() {}

#[span(
    dotnet.socket.connect.internal,
    "acme.convention" = "dotnet.socket.connect.internal",
    error.type = "_OTHER",
    network.peer.address = TEXT,
    network.peer.port = INT,
    network.transport = "tcp",
    network.type = "ipv4",
)]
fn dotnet_socket_connect_internal() {}

#[span(
    dotnet.tls.handshake.internal,
    "acme.convention" = "dotnet.tls.handshake.internal",
    error.type = "_OTHER",
    server.address = TEXT,
    tls.protocol.name = "ssl",
    tls.protocol.version = TEXT,
)]
fn dotnet_tls_handshake_internal() {}

#[span(
    dynamodb.batchgetitem.client,
    "acme.convention" = "dynamodb.batchgetitem.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_batchgetitem_client() {}

#[span(
    dynamodb.batchwriteitem.client,
    "acme.convention" = "dynamodb.batchwriteitem.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.item_collection_metrics = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_batchwriteitem_client() {}

#[span(
    dynamodb.createtable.client,
    "acme.convention" = "dynamodb.createtable.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.global_secondary_indexes = TEXTS,
    aws.dynamodb.item_collection_metrics = TEXT,
    aws.dynamodb.local_secondary_indexes = TEXTS,
    aws.dynamodb.provisioned_read_capacity = DOUBLE,
    aws.dynamodb.provisioned_write_capacity = DOUBLE,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_createtable_client() {}

#[span(
    dynamodb.deleteitem.client,
    "acme.convention" = "dynamodb.deleteitem.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.item_collection_metrics = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_deleteitem_client() {}

#[span(
    dynamodb.deletetable.client,
    "acme.convention" = "dynamodb.deletetable.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_deletetable_client() {}

#[span(
    dynamodb.describetable.client,
    "acme.convention" = "dynamodb.describetable.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_describetable_client() {}

#[span(
    dynamodb.getitem.client,
    "acme.convention" = "dynamodb.getitem.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.consistent_read = BOOL,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.projection = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_getitem_client() {}

#[span(
    dynamodb.listtables.client,
    "acme.convention" = "dynamodb.listtables.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.exclusive_start_table = TEXT,
    aws.dynamodb.limit = INT,
    aws.dynamodb.table_count = INT,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_listtables_client() {}

#[span(
    dynamodb.putitem.client,
    "acme.convention" = "dynamodb.putitem.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.item_collection_metrics = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_putitem_client() {}

#[span(
    dynamodb.query.client,
    "acme.convention" = "dynamodb.query.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.attributes_to_get = TEXTS,
    aws.dynamodb.consistent_read = BOOL,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.index_name = TEXT,
    aws.dynamodb.limit = INT,
    aws.dynamodb.projection = TEXT,
    aws.dynamodb.scan_forward = BOOL,
    aws.dynamodb.select = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_query_client() {}

#[span(
    dynamodb.scan.client,
    "acme.convention" = "dynamodb.scan.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.attributes_to_get = TEXTS,
    aws.dynamodb.consistent_read = BOOL,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.count = INT,
    aws.dynamodb.index_name = TEXT,
    aws.dynamodb.limit = INT,
    aws.dynamodb.projection = TEXT,
    aws.dynamodb.scanned_count = INT,
    aws.dynamodb.segment = INT,
    aws.dynamodb.select = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.dynamodb.total_segments = INT,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_scan_client() {}

#[span(
    dynamodb.updateitem.client,
    "acme.convention" = "dynamodb.updateitem.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.item_collection_metrics = TEXT,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_updateitem_client() {}

#[span(
    dynamodb.updatetable.client,
    "acme.convention" = "dynamodb.updatetable.client",
    rpc.system = "grpc",
    aws.extended_request_id = TEXT,
    aws.dynamodb.attribute_definitions = TEXTS,
    aws.dynamodb.consumed_capacity = TEXTS,
    aws.dynamodb.global_secondary_index_updates = TEXTS,
    aws.dynamodb.provisioned_read_capacity = DOUBLE,
    aws.dynamodb.provisioned_write_capacity = DOUBLE,
    aws.dynamodb.table_names = TEXTS,
    aws.request_id = TEXT,
    cloud.region = TEXT,
    rpc.method = TEXT,
    rpc.service = TEXT,
)]
fn dynamodb_updatetable_client() {}

#[span(
    faas.client,
    "acme.convention" = "faas.client",
    faas.invoked_name = TEXT,
    faas.invoked_provider = "alibaba_cloud",
    faas.invoked_region = TEXT,
)]
fn faas_client() {}

#[span(
    faas.datasource.server,
    "acme.convention" = "faas.datasource.server",
    faas.document.collection = TEXT,
    faas.document.operation = "insert",
    cloud.resource_id = TEXT,
    faas.coldstart = BOOL,
    faas.document.name = TEXT,
    faas.document.time = TEXT,
    faas.invocation_id = TEXT,
)]
fn faas_datasource_server() {}

#[span(
    faas.server,
    "acme.convention" = "faas.server",
    faas.trigger = "datasource",
    cloud.resource_id = TEXT,
    faas.coldstart = BOOL,
    faas.invocation_id = TEXT,
)]
fn faas_server() {}

#[span(
    faas.timer.server,
    "acme.convention" = "faas.timer.server",
    cloud.resource_id = TEXT,
    faas.coldstart = BOOL,
    faas.cron = TEXT,
    faas.invocation_id = TEXT,
    faas.time = TEXT,
)]
fn faas_timer_server() {}

#[span(
    gen_ai.create_agent.client,
    "acme.convention" = "gen_ai.create_agent.client",
    gen_ai.operation.name = "chat",
    gen_ai.provider.name = "openai",
    error.type = "_OTHER",
    gen_ai.agent.description = TEXT,
    gen_ai.agent.id = TEXT,
    gen_ai.agent.name = TEXT,
    gen_ai.agent.version = TEXT,
    gen_ai.request.model = TEXT,
    server.port = INT,
    server.address = TEXT,
    gen_ai.system_instructions = TEXT,
)]
fn gen_ai_create_agent_client() {}

#[span(
    gen_ai.embeddings.client,
    "acme.convention" = "gen_ai.embeddings.client",
    gen_ai.operation.name = "chat",
    gen_ai.provider.name = "openai",
    error.type = "_OTHER",
    gen_ai.request.model = TEXT,
    server.port = INT,
    gen_ai.embeddings.dimension.count = INT,
    gen_ai.request.encoding_formats = TEXTS,
    gen_ai.response.model = TEXT,
    gen_ai.usage.input_tokens = INT,
    server.address = TEXT,
)]
fn gen_ai_embeddings_client() {}

#[span(
    gen_ai.execute_tool.internal,
    "acme.convention" = "gen_ai.execute_tool.internal",
    gen_ai.operation.name = "chat",
    gen_ai.tool.name = TEXT,
    error.type = "_OTHER",
    gen_ai.tool.call.id = TEXT,
    gen_ai.tool.description = TEXT,
    gen_ai.tool.type = TEXT,
    gen_ai.tool.call.arguments = TEXT,
    gen_ai.tool.call.result = TEXT,
)]
fn gen_ai_execute_tool_internal() {}

#[span(
    gen_ai.inference.client,
    "acme.convention" = "gen_ai.inference.client",
    gen_ai.operation.name = "chat",
    gen_ai.provider.name = "openai",
    error.type = "_OTHER",
    gen_ai.conversation.id = TEXT,
    gen_ai.output.type = "text",
    gen_ai.request.choice.count = INT,
    gen_ai.request.model = TEXT,
    gen_ai.request.seed = INT,
    gen_ai.request.stream = BOOL,
    server.port = INT,
    gen_ai.request.frequency_penalty = DOUBLE,
    gen_ai.request.max_tokens = INT,
    gen_ai.request.presence_penalty = DOUBLE,
    gen_ai.request.stop_sequences = TEXTS,
    gen_ai.request.temperature = DOUBLE,
    gen_ai.request.top_k = DOUBLE,
    gen_ai.request.top_p = DOUBLE,
    gen_ai.response.finish_reasons = TEXTS,
    gen_ai.response.id = TEXT,
    gen_ai.response.model = TEXT,
    gen_ai.response.time_to_first_chunk = DOUBLE,
    gen_ai.usage.cache_creation.input_tokens = INT,
    gen_ai.usage.cache_read.input_tokens = INT,
    gen_ai.usage.input_tokens = INT,
    gen_ai.usage.output_tokens = INT,
    gen_ai.usage.reasoning.output_tokens = INT,
    server.address = TEXT,
    gen_ai.input.messages = TEXT,
    gen_ai.output.messages = TEXT,
    gen_ai.system_instructions = TEXT,
    gen_ai.tool.definitions = TEXT,
)]
fn gen_ai_inference_client() {}

#[span(
    gen_ai.invoke_agent.client,
    "acme.convention" = "gen_ai.invoke_agent.client",
    gen_ai.operation.name = "chat",
    gen_ai.provider.name = "openai",
    error.type = "_OTHER",
    gen_ai.agent.description = TEXT,
    gen_ai.agent.id = TEXT,
    gen_ai.agent.name = TEXT,
    gen_ai.agent.version = TEXT,
    gen_ai.conversation.id = TEXT,
    gen_ai.data_source.id = TEXT,
    gen_ai.output.type = "text",
    gen_ai.request.choice.count = INT,
    gen_ai.request.model = TEXT,
    gen_ai.request.seed = INT,
    server.port = INT,
    gen_ai.request.frequency_penalty = DOUBLE,
    gen_ai.request.max_tokens = INT,
    gen_ai.request.presence_penalty = DOUBLE,
    gen_ai.request.stop_sequences = TEXTS,
    gen_ai.request.temperature = DOUBLE,
    gen_ai.request.top_p = DOUBLE,
    gen_ai.response.finish_reasons = TEXTS,
    gen_ai.usage.cache_creation.input_tokens = INT,
    gen_ai.usage.cache_read.input_tokens = INT,
    gen_ai.usage.input_tokens = INT,
    gen_ai.usage.output_tokens = INT,
    server.address = TEXT,
    gen_ai.input.messages = TEXT,
    gen_ai.output.messages = TEXT,
    gen_ai.system_instructions = TEXT,
    gen_ai.tool.definitions = TEXT,
)]
fn gen_ai_invoke_agent_client() {}

#[span(
    gen_ai.invoke_agent.internal,
    "acme.convention" = "gen_ai.invoke_agent.internal",
    gen_ai.operation.name = "chat",
    gen_ai.provider.name = "openai",
    error.type = "_OTHER",
    gen_ai.agent.description = TEXT,
    gen_ai.agent.id = TEXT,
    gen_ai.agent.name = TEXT,
    gen_ai.agent.version = TEXT,
    gen_ai.conversation.id = TEXT,
    gen_ai.data_source.id = TEXT,
    gen_ai.output.type = "text",
    gen_ai.request.choice.count = INT,
    gen_ai.request.model = TEXT,
    gen_ai.request.seed = INT,
    gen_ai.request.frequency_penalty = DOUBLE,
    gen_ai.request.max_tokens = INT,
    gen_ai.request.presence_penalty = DOUBLE,
    gen_ai.request.stop_sequences = TEXTS,
    gen_ai.request.temperature = DOUBLE,
    gen_ai.request.top_p = DOUBLE,
    gen_ai.response.finish_reasons = TEXTS,
    gen_ai.usage.cache_creation.input_tokens = INT,
    gen_ai.usage.cache_read.input_tokens = INT,
    gen_ai.usage.input_tokens = INT,
    gen_ai.usage.output_tokens = INT,
    gen_ai.input.messages = TEXT,
    gen_ai.output.messages = TEXT,
    gen_ai.system_instructions = TEXT,
    gen_ai.tool.definitions = TEXT,
)]
fn gen_ai_invoke_agent_internal() {}

#[span(
    gen_ai.invoke_workflow.internal,
    "acme.convention" = "gen_ai.invoke_workflow.internal",
    gen_ai.operation.name = "chat",
    error.type = "_OTHER",
    gen_ai.workflow.name = TEXT,
    gen_ai.input.messages = TEXT,
    gen_ai.output.messages = TEXT,
)]
fn gen_ai_invoke_workflow_internal() {}

#[span(
    gen_ai.retrieval.client,
    "acme.convention" = "gen_ai.retrieval.client",
    gen_ai.operation.name = "chat",
    error.type = "_OTHER",
    gen_ai.data_source.id = TEXT,
    gen_ai.provider.name = "openai",
    gen_ai.request.model = TEXT,
    server.port = INT,
    gen_ai.request.top_k = DOUBLE,
    server.address = TEXT,
    gen_ai.retrieval.documents = TEXT,
    gen_ai.retrieval.query.text = TEXT,
)]
fn gen_ai_retrieval_client() {}

#[span(
    graphql.server,
    "acme.convention" = "graphql.server",
    graphql.operation.name = TEXT,
    graphql.operation.type = "query",
    graphql.document = TEXT,
)]
fn graphql_server() {}

#[span(
    http.client,
    "acme.convention" = "http.client",
    http.request.method = "CONNECT",
    server.address = TEXT,
    server.port = INT,
    url.full = TEXT,
    error.type = "_OTHER",
    http.request.method_original = TEXT,
    http.response.status_code = INT,
    network.protocol.name = TEXT,
    http.request.resend_count = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    network.protocol.version = TEXT,
    http.request.body.size = INT,
    http.request.header.x-id = TEXTS,
    http.request.size = INT,
    http.response.body.size = INT,
    http.response.header.x-id = TEXTS,
    http.response.size = INT,
    network.transport = "tcp",
    url.scheme = TEXT,
    url.template = TEXT,
    user_agent.original = TEXT,
    user_agent.synthetic.type = "bot",
)]
fn http_client() {}

#[span(
    http.server,
    "acme.convention" = "http.server",
    http.request.method = "CONNECT",
    url.path = TEXT,
    url.scheme = TEXT,
    error.type = "_OTHER",
    http.request.method_original = TEXT,
    http.response.status_code = INT,
    http.route = TEXT,
    network.protocol.name = TEXT,
    server.port = INT,
    url.query = TEXT,
    client.address = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    network.protocol.version = TEXT,
    server.address = TEXT,
    user_agent.original = TEXT,
    client.port = INT,
    http.request.body.size = INT,
    http.request.header.x-id = TEXTS,
    http.request.size = INT,
    http.response.body.size = INT,
    http.response.header.x-id = TEXTS,
    http.response.size = INT,
    network.local.address = TEXT,
    network.local.port = INT,
    network.transport = "tcp",
    user_agent.synthetic.type = "bot",
)]
fn http_server() {}

#[span(
    mcp.client,
    "acme.convention" = "mcp.client",
    mcp.method.name = "notifications/cancelled",
    error.type = "_OTHER",
    gen_ai.prompt.name = TEXT,
    gen_ai.tool.name = TEXT,
    jsonrpc.request.id = TEXT,
    mcp.resource.uri = TEXT,
    rpc.response.status_code = TEXT,
    gen_ai.operation.name = "chat",
    jsonrpc.protocol.version = TEXT,
    mcp.protocol.version = TEXT,
    mcp.session.id = TEXT,
    network.protocol.name = TEXT,
    network.protocol.version = TEXT,
    network.transport = "tcp",
    server.address = TEXT,
    server.port = INT,
    gen_ai.tool.call.arguments = TEXT,
    gen_ai.tool.call.result = TEXT,
)]
fn mcp_client() {}

#[span(
    mcp.server,
    "acme.convention" = "mcp.server",
    mcp.method.name = "notifications/cancelled",
    error.type = "_OTHER",
    gen_ai.prompt.name = TEXT,
    gen_ai.tool.name = TEXT,
    jsonrpc.request.id = TEXT,
    mcp.resource.uri = TEXT,
    rpc.response.status_code = TEXT,
    client.address = TEXT,
    client.port = INT,
    gen_ai.operation.name = "chat",
    jsonrpc.protocol.version = TEXT,
    mcp.protocol.version = TEXT,
    mcp.session.id = TEXT,
    network.protocol.name = TEXT,
    network.protocol.version = TEXT,
    network.transport = "tcp",
)]
fn mcp_server() {}

#[span(
    messaging.aws.sns.send.producer,
    "acme.convention" = "messaging.aws.sns.send.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    aws.request_id = TEXT,
    aws.sns.topic.arn = TEXT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_aws_sns_send_producer() {}

#[span(
    messaging.aws.sqs.process.consumer,
    "acme.convention" = "messaging.aws.sqs.process.consumer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    aws.request_id = TEXT,
    aws.sqs.queue.url = TEXT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_aws_sqs_process_consumer() {}

#[span(
    messaging.aws.sqs.receive.client,
    "acme.convention" = "messaging.aws.sqs.receive.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    aws.request_id = TEXT,
    aws.sqs.queue.url = TEXT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_aws_sqs_receive_client() {}

#[span(
    messaging.aws.sqs.send.producer,
    "acme.convention" = "messaging.aws.sqs.send.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    aws.request_id = TEXT,
    aws.sqs.queue.url = TEXT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_aws_sqs_send_producer() {}

#[span(
    messaging.create.producer,
    "acme.convention" = "messaging.create.producer",
    messaging.operation.name = TEXT,
    messaging.system = "activemq",
    error.type = "_OTHER",
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_create_producer() {}

#[span(
    messaging.eventhubs.create.producer,
    "acme.convention" = "messaging.eventhubs.create.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.destination.name = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_eventhubs_create_producer() {}

#[span(
    messaging.eventhubs.generic.client,
    "acme.convention" = "messaging.eventhubs.generic.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
)]
fn messaging_eventhubs_generic_client() {}

#[span(
    messaging.eventhubs.process.consumer,
    "acme.convention" = "messaging.eventhubs.process.consumer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.consumer.group.name = TEXT,
    messaging.eventhubs.message.enqueued_time = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_eventhubs_process_consumer() {}

#[span(
    messaging.eventhubs.receive.client,
    "acme.convention" = "messaging.eventhubs.receive.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.consumer.group.name = TEXT,
    messaging.eventhubs.message.enqueued_time = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_eventhubs_receive_client() {}

#[span(
    messaging.eventhubs.send.client,
    "acme.convention" = "messaging.eventhubs.send.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_eventhubs_send_client() {}

#[span(
    messaging.eventhubs.send.producer,
    "acme.convention" = "messaging.eventhubs.send.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_eventhubs_send_producer() {}

#[span(
    messaging.eventhubs.settle.client,
    "acme.convention" = "messaging.eventhubs.settle.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.consumer.group.name = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
)]
fn messaging_eventhubs_settle_client() {}

#[span(
    messaging.gcp_pubsub.create.producer,
    "acme.convention" = "messaging.gcp_pubsub.create.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.gcp_pubsub.message.ordering_key = TEXT,
    messaging.operation.type = "create",
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_gcp_pubsub_create_producer() {}

#[span(
    messaging.gcp_pubsub.process.consumer,
    "acme.convention" = "messaging.gcp_pubsub.process.consumer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.subscription.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.gcp_pubsub.message.ack_id = TEXT,
    messaging.gcp_pubsub.message.delivery_attempt = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_gcp_pubsub_process_consumer() {}

#[span(
    messaging.gcp_pubsub.receive.client,
    "acme.convention" = "messaging.gcp_pubsub.receive.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.subscription.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.gcp_pubsub.message.ack_id = TEXT,
    messaging.gcp_pubsub.message.delivery_attempt = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_gcp_pubsub_receive_client() {}

#[span(
    messaging.gcp_pubsub.send.client,
    "acme.convention" = "messaging.gcp_pubsub.send.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.gcp_pubsub.message.ordering_key = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_gcp_pubsub_send_client() {}

#[span(
    messaging.gcp_pubsub.send.producer,
    "acme.convention" = "messaging.gcp_pubsub.send.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.gcp_pubsub.message.ordering_key = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_gcp_pubsub_send_producer() {}

#[span(
    messaging.gcp_pubsub.settle.client,
    "acme.convention" = "messaging.gcp_pubsub.settle.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.subscription.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.gcp_pubsub.message.ack_deadline = INT,
    messaging.gcp_pubsub.message.ack_id = TEXT,
    messaging.gcp_pubsub.message.delivery_attempt = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
)]
fn messaging_gcp_pubsub_settle_client() {}

#[span(
    messaging.kafka.create.producer,
    "acme.convention" = "messaging.kafka.create.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.kafka.message.tombstone = BOOL,
    messaging.operation.type = "create",
    messaging.destination.partition.id = TEXT,
    messaging.kafka.message.key = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_kafka_create_producer() {}

#[span(
    messaging.kafka.process.consumer,
    "acme.convention" = "messaging.kafka.process.consumer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.consumer.group.name = TEXT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.kafka.message.tombstone = BOOL,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.kafka.cluster.id = TEXT,
    messaging.kafka.message.key = TEXT,
    messaging.kafka.offset = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_kafka_process_consumer() {}

#[span(
    messaging.kafka.receive.client,
    "acme.convention" = "messaging.kafka.receive.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.consumer.group.name = TEXT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.kafka.message.tombstone = BOOL,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.kafka.cluster.id = TEXT,
    messaging.kafka.message.key = TEXT,
    messaging.kafka.offset = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_kafka_receive_client() {}

#[span(
    messaging.kafka.send.client,
    "acme.convention" = "messaging.kafka.send.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.kafka.message.tombstone = BOOL,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.kafka.cluster.id = TEXT,
    messaging.kafka.message.key = TEXT,
    messaging.kafka.offset = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_kafka_send_client() {}

#[span(
    messaging.kafka.send.producer,
    "acme.convention" = "messaging.kafka.send.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.kafka.message.tombstone = BOOL,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.kafka.cluster.id = TEXT,
    messaging.kafka.message.key = TEXT,
    messaging.kafka.offset = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_kafka_send_producer() {}

#[span(
    messaging.kafka.settle.client,
    "acme.convention" = "messaging.kafka.settle.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.consumer.group.name = TEXT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.kafka.cluster.id = TEXT,
    messaging.kafka.offset = INT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
)]
fn messaging_kafka_settle_client() {}

#[span(
    messaging.process.consumer,
    "acme.convention" = "messaging.process.consumer",
    messaging.operation.name = TEXT,
    messaging.system = "activemq",
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_process_consumer() {}

#[span(
    messaging.rabbitmq.process.consumer,
    "acme.convention" = "messaging.rabbitmq.process.consumer",
    messaging.destination.name = TEXT,
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.anonymous = BOOL,
    messaging.destination.template = TEXT,
    messaging.destination.temporary = BOOL,
    messaging.operation.type = "create",
    messaging.rabbitmq.destination.routing_key = TEXT,
    messaging.rabbitmq.message.delivery_tag = INT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_rabbitmq_process_consumer() {}

#[span(
    messaging.rabbitmq.receive.client,
    "acme.convention" = "messaging.rabbitmq.receive.client",
    messaging.destination.name = TEXT,
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.anonymous = BOOL,
    messaging.destination.template = TEXT,
    messaging.destination.temporary = BOOL,
    messaging.operation.type = "create",
    messaging.rabbitmq.destination.routing_key = TEXT,
    messaging.rabbitmq.message.delivery_tag = INT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_rabbitmq_receive_client() {}

#[span(
    messaging.rabbitmq.send.producer,
    "acme.convention" = "messaging.rabbitmq.send.producer",
    messaging.destination.name = TEXT,
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.anonymous = BOOL,
    messaging.destination.template = TEXT,
    messaging.destination.temporary = BOOL,
    messaging.operation.type = "create",
    messaging.rabbitmq.destination.routing_key = TEXT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_rabbitmq_send_producer() {}

#[span(
    messaging.rabbitmq.settle.client,
    "acme.convention" = "messaging.rabbitmq.settle.client",
    messaging.destination.name = TEXT,
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.rabbitmq.message.delivery_tag = INT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
)]
fn messaging_rabbitmq_settle_client() {}

#[span(
    messaging.receive.client,
    "acme.convention" = "messaging.receive.client",
    messaging.operation.name = TEXT,
    messaging.system = "activemq",
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_receive_client() {}

#[span(
    messaging.rocketmq.process.consumer,
    "acme.convention" = "messaging.rocketmq.process.consumer",
    messaging.consumer.group.name = TEXT,
    messaging.operation.name = TEXT,
    messaging.rocketmq.namespace = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.rocketmq.message.group = TEXT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    messaging.rocketmq.consumption_model = "clustering",
    messaging.rocketmq.message.keys = TEXTS,
    messaging.rocketmq.message.tag = TEXT,
    messaging.rocketmq.message.type = "normal",
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_rocketmq_process_consumer() {}

#[span(
    messaging.rocketmq.receive.client,
    "acme.convention" = "messaging.rocketmq.receive.client",
    messaging.consumer.group.name = TEXT,
    messaging.operation.name = TEXT,
    messaging.rocketmq.namespace = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.rocketmq.message.group = TEXT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    messaging.rocketmq.consumption_model = "clustering",
    messaging.rocketmq.message.keys = TEXTS,
    messaging.rocketmq.message.tag = TEXT,
    messaging.rocketmq.message.type = "normal",
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_rocketmq_receive_client() {}

#[span(
    messaging.rocketmq.send.producer,
    "acme.convention" = "messaging.rocketmq.send.producer",
    messaging.operation.name = TEXT,
    messaging.rocketmq.namespace = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.rocketmq.message.delay_time_level = INT,
    messaging.rocketmq.message.delivery_timestamp = INT,
    messaging.rocketmq.message.group = TEXT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    messaging.rocketmq.message.keys = TEXTS,
    messaging.rocketmq.message.tag = TEXT,
    messaging.rocketmq.message.type = "normal",
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_rocketmq_send_producer() {}

#[span(
    messaging.send.client,
    "acme.convention" = "messaging.send.client",
    messaging.operation.name = TEXT,
    messaging.system = "activemq",
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_send_client() {}

#[span(
    messaging.send.producer,
    "acme.convention" = "messaging.send.producer",
    messaging.operation.name = TEXT,
    messaging.system = "activemq",
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_send_producer() {}

#[span(
    messaging.servicebus.create.producer,
    "acme.convention" = "messaging.servicebus.create.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_servicebus_create_producer() {}

#[span(
    messaging.servicebus.generic.client,
    "acme.convention" = "messaging.servicebus.generic.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.subscription.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
)]
fn messaging_servicebus_generic_client() {}

#[span(
    messaging.servicebus.process.consumer,
    "acme.convention" = "messaging.servicebus.process.consumer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.subscription.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.servicebus.message.delivery_count = INT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    messaging.servicebus.message.enqueued_time = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_servicebus_process_consumer() {}

#[span(
    messaging.servicebus.receive.client,
    "acme.convention" = "messaging.servicebus.receive.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.subscription.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.servicebus.message.delivery_count = INT,
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    messaging.servicebus.message.enqueued_time = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_servicebus_receive_client() {}

#[span(
    messaging.servicebus.send.client,
    "acme.convention" = "messaging.servicebus.send.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_servicebus_send_client() {}

#[span(
    messaging.servicebus.send.producer,
    "acme.convention" = "messaging.servicebus.send.producer",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
    messaging.message.body.size = INT,
    messaging.message.envelope.size = INT,
)]
fn messaging_servicebus_send_producer() {}

#[span(
    messaging.servicebus.settle.client,
    "acme.convention" = "messaging.servicebus.settle.client",
    messaging.operation.name = TEXT,
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.subscription.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.servicebus.disposition_status = "complete",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
)]
fn messaging_servicebus_settle_client() {}

#[span(
    messaging.settle.client,
    "acme.convention" = "messaging.settle.client",
    messaging.operation.name = TEXT,
    messaging.system = "activemq",
    error.type = "_OTHER",
    messaging.batch.message_count = INT,
    messaging.destination.name = TEXT,
    messaging.destination.template = TEXT,
    messaging.operation.type = "create",
    messaging.client.id = TEXT,
    messaging.destination.partition.id = TEXT,
    messaging.message.conversation_id = TEXT,
    messaging.message.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    server.port = INT,
)]
fn messaging_settle_client() {}

#[span(
    openai.inference.client,
    "acme.convention" = "openai.inference.client",
    gen_ai.operation.name = "chat",
    gen_ai.request.model = TEXT,
    error.type = "_OTHER",
    gen_ai.conversation.id = TEXT,
    gen_ai.output.type = "text",
    gen_ai.request.choice.count = INT,
    gen_ai.request.seed = INT,
    gen_ai.request.stream = BOOL,
    openai.request.service_tier = "auto",
    openai.response.service_tier = TEXT,
    server.port = INT,
    gen_ai.request.frequency_penalty = DOUBLE,
    gen_ai.request.max_tokens = INT,
    gen_ai.request.presence_penalty = DOUBLE,
    gen_ai.request.stop_sequences = TEXTS,
    gen_ai.request.temperature = DOUBLE,
    gen_ai.request.top_p = DOUBLE,
    gen_ai.response.finish_reasons = TEXTS,
    gen_ai.response.id = TEXT,
    gen_ai.response.model = TEXT,
    gen_ai.response.time_to_first_chunk = DOUBLE,
    gen_ai.usage.cache_creation.input_tokens = INT,
    gen_ai.usage.cache_read.input_tokens = INT,
    gen_ai.usage.input_tokens = INT,
    gen_ai.usage.output_tokens = INT,
    gen_ai.usage.reasoning.output_tokens = INT,
    openai.api.type = "chat_completions",
    openai.response.system_fingerprint = TEXT,
    server.address = TEXT,
    gen_ai.input.messages = TEXT,
    gen_ai.output.messages = TEXT,
    gen_ai.system_instructions = TEXT,
    gen_ai.tool.definitions = TEXT,
)]
fn openai_inference_client() {}

#[span(
    rpc.call.client,
    "acme.convention" = "rpc.call.client",
    rpc.system.name = "grpc",
    error.type = "_OTHER",
    rpc.method = TEXT,
    rpc.method_original = TEXT,
    rpc.response.status_code = TEXT,
    server.address = TEXT,
    server.port = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
)]
fn rpc_call_client() {}

#[span(
    rpc.call.server,
    "acme.convention" = "rpc.call.server",
    rpc.system.name = "grpc",
    error.type = "_OTHER",
    rpc.method = TEXT,
    rpc.method_original = TEXT,
    rpc.response.status_code = TEXT,
    server.address = TEXT,
    server.port = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
)]
fn rpc_call_server() {}

#[span(
    rpc.connect_rpc.call.client,
    "acme.convention" = "rpc.connect_rpc.call.client",
    server.address = TEXT,
    error.type = "_OTHER",
    rpc.method = TEXT,
    rpc.method_original = TEXT,
    rpc.response.status_code = TEXT,
    server.port = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    rpc.request.metadata.x-id = TEXTS,
    rpc.response.metadata.x-id = TEXTS,
)]
fn rpc_connect_rpc_call_client() {}

#[span(
    rpc.connect_rpc.call.server,
    "acme.convention" = "rpc.connect_rpc.call.server",
    error.type = "_OTHER",
    rpc.method = TEXT,
    rpc.method_original = TEXT,
    rpc.response.status_code = TEXT,
    server.address = TEXT,
    server.port = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    rpc.request.metadata.x-id = TEXTS,
    rpc.response.metadata.x-id = TEXTS,
)]
fn rpc_connect_rpc_call_server() {}

#[span(
    rpc.dubbo.call.client,
    "acme.convention" = "rpc.dubbo.call.client",
    rpc.method = TEXT,
    rpc.response.status_code = TEXT,
    error.type = "_OTHER",
    rpc.method_original = TEXT,
    server.address = TEXT,
    server.port = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    rpc.request.metadata.x-id = TEXTS,
    rpc.response.metadata.x-id = TEXTS,
)]
fn rpc_dubbo_call_client() {}

#[span(
    rpc.dubbo.call.server,
    "acme.convention" = "rpc.dubbo.call.server",
    rpc.response.status_code = TEXT,
    error.type = "_OTHER",
    rpc.method = TEXT,
    rpc.method_original = TEXT,
    server.address = TEXT,
    server.port = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    rpc.request.metadata.x-id = TEXTS,
    rpc.response.metadata.x-id = TEXTS,
)]
fn rpc_dubbo_call_server() {}

#[span(
    rpc.grpc.call.client,
    "acme.convention" = "rpc.grpc.call.client",
    rpc.method = TEXT,
    rpc.response.status_code = TEXT,
    server.address = TEXT,
    error.type = "_OTHER",
    rpc.method_original = TEXT,
    server.port = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    rpc.request.metadata.x-id = TEXTS,
    rpc.response.metadata.x-id = TEXTS,
)]
fn rpc_grpc_call_client() {}

#[span(
    rpc.grpc.call.server,
    "acme.convention" = "rpc.grpc.call.server",
    rpc.response.status_code = TEXT,
    error.type = "_OTHER",
    rpc.method = TEXT,
    rpc.method_original = TEXT,
    server.address = TEXT,
    server.port = INT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    rpc.request.metadata.x-id = TEXTS,
    rpc.response.metadata.x-id = TEXTS,
)]
fn rpc_grpc_call_server() {}

#[span(
    rpc.jsonrpc.call.client,
    "acme.convention" = "rpc.jsonrpc.call.client",
    error.type = "_OTHER",
    jsonrpc.protocol.version = TEXT,
    rpc.method_original = TEXT,
    rpc.response.status_code = TEXT,
    server.port = INT,
    jsonrpc.request.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    server.address = TEXT,
    rpc.method = TEXT,
)]
fn rpc_jsonrpc_call_client() {}

#[span(
    rpc.jsonrpc.call.server,
    "acme.convention" = "rpc.jsonrpc.call.server",
    error.type = "_OTHER",
    jsonrpc.protocol.version = TEXT,
    rpc.method_original = TEXT,
    rpc.response.status_code = TEXT,
    server.address = TEXT,
    server.port = INT,
    jsonrpc.request.id = TEXT,
    network.peer.address = TEXT,
    network.peer.port = INT,
    rpc.method = TEXT,
)]
fn rpc_jsonrpc_call_server() {}
